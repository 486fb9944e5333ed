namespace Microsoft.Azure.Functions.Worker;

/// <summary>Names a method as a function of the host.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute : Attribute
{
    public FunctionAttribute(string name) => Name = name;

    public string Name { get; }
}
