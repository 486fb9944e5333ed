using System.Reflection;
using System.Runtime.CompilerServices;

namespace Listening.Testing;

/// <summary>The process that called a port is gone.</summary>
public sealed class CrashException(string call) : Exception($"Died at {call}.")
{
    /// <summary>Which call it was, for a failing test's message.</summary>
    public string Call => call;
}

/// <summary>When, seen from a call's effect, the caller dies.</summary>
public enum Death
{
    Unknown,
    Before,

    /// <summary>After the first half of the call's list took effect; a call without a list dies before its effect.</summary>
    Halfway,
    After,
}

/// <summary>
/// Counts every call through the ports it stands around, and lets one of them die. From then on nothing works, as in
/// a process that is gone, until <see cref="Restart"/>.
/// </summary>
public sealed class Faults
{
    private int _calls;
    private int _dieAt = -1;
    private Death _death;
    private bool _dead;
    private int _actAt = -1;
    private Func<Task> _act = () => Task.CompletedTask;

    public int Calls => _calls;

    /// <summary>Every call so far, by its name.</summary>
    public List<string> Names { get; } = [];

    /// <param name="call">From 0.</param>
    public void DieAt(int call, Death death) => (_dieAt, _death) = (call, death);

    public void Restart() => _dead = false;

    /// <summary>Something else happens just before the given call, as another process may do it.</summary>
    /// <param name="call">From 0.</param>
    public void RunBefore(int call, Func<Task> act) => (_actAt, _act) = (call, act);

    /// <summary>The same port, with this wrapped around it.</summary>
    public T Around<T>(T port)
        where T : class
    {
        var proxy = DispatchProxy.Create<T, Proxy<T>>();
        ((Proxy<T>)(object)proxy).Set(port, this);
        return proxy;
    }

    /// <summary>Runs something that is no port, such as the host deleting a message, as a call.</summary>
    public void Around(string name, Action act)
    {
        var death = Next(name);
        if (death is Death.Before or Death.Halfway)
        {
            throw new CrashException(name);
        }

        act();
        if (death == Death.After)
        {
            throw new CrashException(name);
        }
    }

    private Task ActAsync()
    {
        if (_calls != _actAt)
        {
            return Task.CompletedTask;
        }

        // What it does may itself come through here.
        _actAt = -1;
        return _act();
    }

    private Death? Next(string name)
    {
        if (_dead)
        {
            throw new CrashException(name);
        }

        Names.Add(name);
        _dead = _calls++ == _dieAt;
        return _dead ? _death : null;
    }

    /// <summary>Made by the runtime, which is why it is not sealed and has no constructor.</summary>
    public class Proxy<T> : DispatchProxy
        where T : class
    {
        private static readonly MethodInfo OfResult = Generic(nameof(OfResultAsync));
        private static readonly MethodInfo OfPages = Generic(nameof(OfPagesAsync));

        private T? _port;
        private Faults? _faults;

        internal void Set(T port, Faults faults) => (_port, _faults) = (port, faults);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var type = targetMethod!.ReturnType;
            if (type == typeof(Task))
            {
                return OfNothingAsync(targetMethod, args!);
            }

            if (!type.IsGenericType)
            {
                return Call(targetMethod, args!);
            }

            var kind = type.GetGenericTypeDefinition();
            var arguments = type.GetGenericArguments();
            return kind == typeof(Task<>) ? OfResult.MakeGenericMethod(arguments).Invoke(this, [targetMethod, args])
                : kind == typeof(IAsyncEnumerable<>)
                    ? OfPages.MakeGenericMethod(arguments).Invoke(this, [targetMethod, args, CancellationToken.None])
                : Call(targetMethod, args!);
        }

        private object? Call(MethodInfo method, object?[] args) => method.Invoke(_port, BindingFlags.DoNotWrapExceptions, null, args, null);

        private async Task OfNothingAsync(MethodInfo method, object?[] args)
        {
            await _faults!.ActAsync();
            var death = Enter(method, args, out var name);
            if (death is null or Death.After || (death == Death.Halfway && Halved(args)))
            {
                await (Task)Call(method, args)!;
            }

            Leave(death, name);
        }

        private async Task<TResult> OfResultAsync<TResult>(MethodInfo method, object?[] args)
        {
            await _faults!.ActAsync();
            var death = Enter(method, args, out var name);
            TResult? result = default;
            if (death is null or Death.After || (death == Death.Halfway && Halved(args)))
            {
                result = await (Task<TResult>)Call(method, args)!;
            }

            Leave(death, name);
            return result!;
        }

        /// <summary>Each page is a call of its own.</summary>
        private async IAsyncEnumerable<TPage> OfPagesAsync<TPage>(
            MethodInfo method, object?[] args, [EnumeratorCancellation] CancellationToken stopping = default)
        {
            await using var pages = ((IAsyncEnumerable<TPage>)Call(method, args)!).GetAsyncEnumerator(stopping);
            while (true)
            {
                var death = Enter(method, args, out var name);
                var more = death is null or Death.After && await pages.MoveNextAsync();
                Leave(death, name);
                if (!more)
                {
                    yield break;
                }

                yield return pages.Current;
            }
        }

        private Death? Enter(MethodInfo method, object?[] args, out string name)
        {
            name = $"{typeof(T).Name}.{method.Name}";
            return _faults!.Next(name);
        }

        private static void Leave(Death? death, string name)
        {
            if (death is not null)
            {
                throw new CrashException(name);
            }
        }

        /// <summary>Keeps the first half of the list; false if there is none, or for a message's bytes, which a queue takes whole.</summary>
        private static bool Halved(object?[] args)
        {
            if (args[0]?.GetType().GetInterfaces().FirstOrDefault(type =>
                    type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) is not { } list
                || args[0] is byte[] or not System.Collections.ICollection { Count: > 1 })
            {
                return false;
            }

            var items = (System.Collections.ICollection)args[0]!;
            var half = Array.CreateInstance(list.GetGenericArguments()[0], items.Count / 2);
            var at = 0;
            foreach (var item in items)
            {
                if (at < half.Length)
                {
                    half.SetValue(item, at++);
                }
            }

            args[0] = half;
            return true;
        }

        private static MethodInfo Generic(string name) => typeof(Proxy<T>).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;
    }
}
