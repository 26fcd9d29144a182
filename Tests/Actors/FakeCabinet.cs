using Signals.Actors.Links;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Tests.Actors;

/// <summary>A cabinet without a wire: shows what a test says, remembers what it was sent.</summary>
public sealed class FakeCabinet(Intersection intersection) : ICabinetLink
{
    private readonly SafetyTable _table = SafetyTable.Compile(intersection);
    private readonly List<SafeCommand> _submitted = [];

    public CabinetStatus? Latest { get; set; }

    public int Runs { get; private set; }

    public bool Ended { get; private set; }

    /// <summary>Fails the running driver.</summary>
    public TaskCompletionSource Life { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<SafeCommand> Submitted
    {
        get
        {
            lock (_submitted)
            {
                return [.. _submitted];
            }
        }
    }

    /// <summary>Shows start-up groups green, everything else red, in remote mode under our epoch, read at that instant.</summary>
    public void ShowAt(Instant at) => Latest = new CabinetStatus(
        at, CabinetMode.Remote, _table.ConfigHash, 1, true, 0, RejectCode.None, new Duration(3000),
        [.. Enumerable.Range(0, _table.GroupCount).Select(Show)],
        0, 0, 0, CabinetInputs.None, 0, MonitorFaults.None, 0);

    /// <summary>Permissions to claim so far.</summary>
    public int ClaimsAllowed { get; private set; }

    public void AllowClaim() => ClaimsAllowed++;

    public void Submit(SafeCommand command)
    {
        lock (_submitted)
        {
            _submitted.Add(command);
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Runs++;
        try
        {
            await Life.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Ended = true;
        }
    }

    private GroupStatus Show(int group)
    {
        var go = _table.StartUp.Contains(group);
        return new GroupStatus(go ? _table.Group(group).GoState : _table.Group(group).StopState, Duration.FromSeconds(20));
    }
}
