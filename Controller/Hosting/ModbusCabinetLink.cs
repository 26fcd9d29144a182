using Microsoft.Extensions.Logging;
using Signals.Actors.Links;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Drivers.Cabinet;
using Signals.Modbus.Client;

namespace Signals.Controller.Hosting;

/// <summary>One life of a Modbus driver: connection and driver, and its events in the log.</summary>
public sealed class ModbusCabinetLink(string intersectionId, ModbusMaster master, CabinetDriver driver, ILogger logger) : ICabinetLink
{
    public CabinetStatus? Latest => driver.Latest;

    public string? Problem => driver.Problem;

    public void Submit(SafeCommand command) => driver.Submit(command);

    public void AllowClaim() => driver.AllowClaim();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ended = new CancellationTokenSource();
        var log = LogAsync(ended.Token);
        try
        {
            await driver.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await log.ConfigureAwait(false);
            driver.Dispose();
            await master.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task LogAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var happened in driver.Events.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                logger.Log(LevelOf(happened.Kind), "{Id}: {Kind}: {Text}", intersectionId, happened.Kind, happened.Text);
            }
        }
        catch (OperationCanceledException)
        {
            // The driver has ended.
        }
    }

    private static LogLevel LevelOf(CabinetLinkEventKind kind) =>
        kind is CabinetLinkEventKind.Connected or CabinetLinkEventKind.Claimed or CabinetLinkEventKind.AuthorityRegained ? LogLevel.Information : LogLevel.Warning;
}
