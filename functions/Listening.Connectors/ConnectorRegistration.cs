using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Listening.Connectors;

/// <summary>Finds connectors, so that adding one is adding its folder.</summary>
public static class ConnectorRegistration
{
    /// <summary>Registers every <see cref="IConnector"/> in the assembly.</summary>
    public static IServiceCollection AddConnectorsFrom(this IServiceCollection services, Assembly assembly)
    {
        foreach (var type in assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IConnector)) && !type.IsAbstract))
        {
            services.AddSingleton(typeof(IConnector), type);
        }

        return services;
    }
}
