using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signals.Actors.Clock;
using Signals.Actors.Messages;
using Signals.Actors.Supervision;

namespace Signals.Controller.Hosting;

/// <summary>A corridor controlled by this process alone: no cluster, no network between actors.</summary>
internal sealed class LocalCorridorActors(IReadOnlyList<IntersectionParts> parts, ILoggerFactory loggers) : ICorridorActors
{
    /// <summary>For actors to release their cabinets and links to send it.</summary>
    private static readonly TimeSpan ReleaseWithin = TimeSpan.FromSeconds(5);

    private readonly IHost _host = CorridorActorSystem.Build(loggers, akka => akka.WithActors((system, registry) =>
        registry.Register<CorridorSupervisor>(system.ActorOf(Props.Create(() => new CorridorSupervisor(parts)), "corridor"))));

    private IActorRef _supervisor = ActorRefs.Nobody;

    public Task<string> Failed { get; } = new TaskCompletionSource<string>().Task;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _host.StartAsync(cancellationToken).ConfigureAwait(false);
        _supervisor = _host.Services.GetRequiredService<IRequiredActor<CorridorSupervisor>>().ActorRef;
    }

    public void Tell(ControlTick tick) => _supervisor.Tell(tick);

    public bool Runs(string intersectionId) => true;

    public Task<CommandReply> OperateAsync(string intersectionId, IntersectionCommand command, CancellationToken cancellationToken) =>
        _supervisor.Ask<CommandReply>(new CorridorCommand.Operate(intersectionId, command), TimeSpan.FromSeconds(2), cancellationToken);

    public async Task EndAsync()
    {
        if (_supervisor.IsNobody())
        {
            return;
        }

        try
        {
            await _supervisor.GracefulStop(ReleaseWithin, new CorridorCommand.Shutdown()).ConfigureAwait(false);
        }
        catch (TaskCanceledException)
        {
            loggers.CreateLogger<ControllerHost>().LogWarning(
                "not every cabinet could be released within {Seconds} s; their leases expire by themselves", ReleaseWithin.TotalSeconds);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        _host.Dispose();
    }
}
