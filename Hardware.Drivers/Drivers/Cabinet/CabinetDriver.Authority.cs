using Signals.Core.Ports;
using Signals.Modbus;

namespace Signals.Drivers.Cabinet;

/// <summary>Is the cabinet alive, and is it ours: heartbeat, epoch, claim.</summary>
public sealed partial class CabinetDriver
{
    private void CheckHeartbeat(CabinetStatus status)
    {
        if (status.Heartbeat != _heartbeat || _heartbeatAt == 0)
        {
            _heartbeat = status.Heartbeat;
            _heartbeatAt = _time.GetTimestamp();
            _isStuck = false;
        }
        else if (!_isStuck && _time.GetElapsedTime(_heartbeatAt) > _options.HeartbeatLimit)
        {
            _isStuck = true;
            Report(CabinetLinkEventKind.HeartbeatStuck, $"heartbeat {_heartbeat} for {_time.GetElapsedTime(_heartbeatAt).TotalMilliseconds:0} ms");
        }
    }

    private void CheckEpoch(CabinetStatus status)
    {
        if (_epoch == 0 || status.Epoch == _epoch)
        {
            return;
        }

        // Lower than ours: the cabinet has lost its memory, so nobody else holds it. Higher: somebody does, and only our owner may decide to compete.
        Volatile.Write(ref _claimAllowed, status.Epoch < _epoch ? 1 : 0);
        Report(CabinetLinkEventKind.Fenced, $"cabinet accepts epoch {status.Epoch}, ours was {_epoch}");
        _epoch = 0;
        _standing = null;
        DropPending();
    }

    private async Task ClaimIfWantedAsync(CancellationToken cancellationToken)
    {
        if (_epoch != 0 || _latest is not { } status || Interlocked.Exchange(ref _claimAllowed, 0) == 0)
        {
            return;
        }

        var wanted = unchecked(status.Epoch + 1);
        if (!await TryClaimAsync(wanted, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        _epoch = wanted;
        Report(CabinetLinkEventKind.Claimed, $"epoch {wanted}");
        await PollAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> TryClaimAsync(uint wanted, CancellationToken cancellationToken)
    {
        try
        {
            var granted = await _protocol.ClaimAsync(_master, wanted, cancellationToken).ConfigureAwait(false);
            if (!granted)
            {
                Report(CabinetLinkEventKind.Fenced, $"epoch {wanted} was refused: another owner was faster");
            }

            return granted;
        }
        catch (SlaveException refused)
        {
            Report(CabinetLinkEventKind.Fenced, $"epoch {wanted} was refused: {refused.Message}; with TLS the certificate needs the role controller");
            return false;
        }
        catch (ModbusException)
        {
            // Nobody knows whether the cabinet granted it: ask again for the next one once it answers.
            Volatile.Write(ref _claimAllowed, 1);
            throw;
        }
    }
}
