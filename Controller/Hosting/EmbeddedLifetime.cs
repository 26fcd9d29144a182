using Microsoft.Extensions.Hosting;

namespace Signals.Controller.Hosting;

/// <summary>Leaves signals to the command line, which releases the cabinets before anything else ends.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
