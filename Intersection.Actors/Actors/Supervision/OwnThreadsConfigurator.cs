using Akka.Configuration;
using Akka.Dispatch;

namespace Signals.Actors.Supervision;

/// <summary>Makes <see cref="OwnThreads"/> for a dispatcher whose <c>executor</c> names this type.</summary>
public sealed class OwnThreadsConfigurator(Config config, IDispatcherPrerequisites prerequisites) : ExecutorServiceConfigurator(config, prerequisites)
{
    /// <summary>Value of <c>executor</c>.</summary>
    public static readonly string TypeName = $"{typeof(OwnThreadsConfigurator).FullName}, {typeof(OwnThreadsConfigurator).Assembly.GetName().Name}";

    public override ExecutorService Produce(string id) => new OwnThreads(id, Config.GetInt("thread-count", 2));
}
