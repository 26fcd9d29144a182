using System.Numerics;

namespace Signals.Sim.Cabinet.Monitor;

/// <summary>The checks themselves.</summary>
public sealed partial class CabinetMonitor
{
    private void Ends(in LampOutputs lamps, uint yellow, long nowMs)
    {
        for (var rest = _green & ~lamps.Green; rest != 0; rest &= rest - 1)
        {
            GreenEnded(BitOperations.TrailingZeroCount(rest), yellow, nowMs);
        }

        for (var rest = _yellow & ~yellow; rest != 0; rest &= rest - 1)
        {
            var channel = BitOperations.TrailingZeroCount(rest);
            YellowEnded(channel, nowMs - _yellowSince[channel], nowMs);
        }

        for (var rest = lamps.Red & ~_red; rest != 0; rest &= rest - 1)
        {
            _redSince[BitOperations.TrailingZeroCount(rest)] = nowMs;
        }

        for (var rest = _pedestrianClearing; rest != 0; rest &= rest - 1)
        {
            PedestrianClearing(BitOperations.TrailingZeroCount(rest), lamps, nowMs);
        }
    }

    private void GreenEnded(int channel, uint yellow, long nowMs)
    {
        var lasted = nowMs - _greenSince[channel];
        var isPedestrian = (_card.PedestrianChannels >> channel & 1) != 0;
        _greenEnded[channel] = nowMs;
        if (lasted < _card.MinimumGreenMs[channel])
        {
            Find(isPedestrian ? FindingKind.ShortWalk : FindingKind.ShortGreen, nowMs, channel, -1, lasted, _card.MinimumGreenMs[channel]);
        }

        if (isPedestrian)
        {
            _pedestrianClearing |= 1u << channel;
        }
        else if ((yellow >> channel & 1) == 0 && _card.ClearanceMs[channel] > 0)
        {
            YellowEnded(channel, 0, nowMs);
        }
    }

    private void YellowEnded(int channel, long lasted, long nowMs)
    {
        if (lasted < _card.ClearanceMs[channel])
        {
            Find(FindingKind.ShortYellow, nowMs, channel, -1, lasted, _card.ClearanceMs[channel]);
        }

        if (lasted < Math.Min(YellowTripMs, _card.ClearanceMs[channel]))
        {
            Trip(FindingKind.ShortYellow, 1u << channel);
        }
    }

    /// <summary>The clearance is over when don't walk has been lit for longer than the flasher keeps it.</summary>
    private void PedestrianClearing(int channel, in LampOutputs lamps, long nowMs)
    {
        var lit = (lamps.Red >> channel & 1) != 0;
        if (!lit || nowMs - Math.Max(_redSince[channel], _greenEnded[channel]) < FlasherResolutionMs)
        {
            return;
        }

        _pedestrianClearing &= ~(1u << channel);
        var lasted = Math.Max(_redSince[channel], _greenEnded[channel]) - _greenEnded[channel];
        if (lasted + FlasherResolutionMs < _card.ClearanceMs[channel])
        {
            Find(FindingKind.ShortPedestrianClearance, nowMs, channel, -1, lasted, _card.ClearanceMs[channel]);
        }
    }

    private void Starts(in LampOutputs lamps, uint yellow, long nowMs)
    {
        for (var rest = lamps.Green & ~_green; rest != 0; rest &= rest - 1)
        {
            var channel = BitOperations.TrailingZeroCount(rest);
            _greenSince[channel] = nowMs;
            _pedestrianClearing &= ~(1u << channel);
            CheckIntergreens(channel, lamps.Green, nowMs);
        }

        for (var rest = yellow & ~_yellow; rest != 0; rest &= rest - 1)
        {
            _yellowSince[BitOperations.TrailingZeroCount(rest)] = nowMs;
        }
    }

    private void CheckIntergreens(int channel, uint green, long nowMs)
    {
        for (var rest = ~_card.Permissive[channel] & _card.AllChannels & ~green; rest != 0; rest &= rest - 1)
        {
            var leaving = BitOperations.TrailingZeroCount(rest);
            var lasted = nowMs - _greenEnded[leaving];
            if (lasted < _card.ClearanceToStart(leaving, channel))
            {
                Find(FindingKind.ShortIntergreen, nowMs, leaving, channel, lasted, _card.ClearanceToStart(leaving, channel));
                _startedShort |= 1u << channel;
            }
        }
    }

    /// <summary>A start that came too early trips once it is more than a spike on the line.</summary>
    private void CheckShortStarts(uint green, long nowMs)
    {
        _startedShort &= green;
        for (var rest = _startedShort; rest != 0; rest &= rest - 1)
        {
            var channel = BitOperations.TrailingZeroCount(rest);
            if (nowMs - _greenSince[channel] >= ConflictTripMs)
            {
                Trip(FindingKind.ShortIntergreen, 1u << channel);
            }
        }
    }

    private void CheckConflict(uint active, long nowMs)
    {
        uint conflict = 0;
        for (var rest = active; rest != 0; rest &= rest - 1)
        {
            var channel = BitOperations.TrailingZeroCount(rest);
            if ((active & ~_card.Permissive[channel]) != 0)
            {
                conflict |= 1u << channel;
                var other = BitOperations.TrailingZeroCount(active & ~_card.Permissive[channel]);
                Persist(FindingKind.Conflict, channel, other, ref _conflict, _conflictSince, ConflictTripMs, nowMs);
            }
        }

        _conflict &= conflict;
    }

    private void CheckDual(in LampOutputs lamps, uint amber, long nowMs)
    {
        var dual = lamps.Green & (lamps.Yellow | lamps.Red);
        for (var rest = amber & ~dual; rest != 0; rest &= rest - 1)
        {
            var channel = BitOperations.TrailingZeroCount(rest);
            dual |= _card.RedAmberMs[channel] == 0 ? 1u << channel : 0;
        }

        for (var rest = dual; rest != 0; rest &= rest - 1)
        {
            Persist(FindingKind.DualIndication, BitOperations.TrailingZeroCount(rest), -1, ref _dual, _dualSince, DualTripMs, nowMs);
        }

        _dual &= dual;
    }

    /// <summary>A finding at its first sample, a trip once it has lasted.</summary>
    private void Persist(FindingKind kind, int channel, int other, ref uint standing, long[] since, long tripMs, long nowMs)
    {
        var bit = 1u << channel;
        if ((standing & bit) == 0)
        {
            standing |= bit;
            since[channel] = nowMs;
            Find(kind, nowMs, channel, other, 0, 0);
        }

        if (nowMs - since[channel] >= tripMs)
        {
            Trip(kind, other >= 0 ? bit | 1u << other : bit);
        }
    }

    private void CheckDark(in LampOutputs lamps, long tripMs, long nowMs)
    {
        var dark = ~(lamps.Red | lamps.Yellow | lamps.Green) & _card.AllChannels;
        for (var rest = dark; rest != 0; rest &= rest - 1)
        {
            var channel = BitOperations.TrailingZeroCount(rest);
            if ((_dark >> channel & 1) == 0)
            {
                _darkSince[channel] = nowMs;
            }
            else if (nowMs - _darkSince[channel] >= tripMs)
            {
                RedFail(channel, nowMs);
            }
        }

        _dark = dark;
        _inRedFail &= dark;
        CheckAllDark(dark == _card.AllChannels, tripMs, nowMs);
    }

    private void RedFail(int channel, long nowMs)
    {
        if ((_inRedFail >> channel & 1) == 0)
        {
            _inRedFail |= 1u << channel;
            Find(FindingKind.RedFail, nowMs, channel, -1, nowMs - _darkSince[channel], 0);
        }

        if (!_inFlash)
        {
            Trip(FindingKind.RedFail, 1u << channel);
        }
    }

    private void CheckAllDark(bool dark, long tripMs, long nowMs)
    {
        if (!dark)
        {
            _allDarkSince = nowMs;
            _allDarkFound = false;
        }
        else if (!_allDarkFound && nowMs - _allDarkSince >= tripMs)
        {
            _allDarkFound = true;
            Find(FindingKind.Dark, nowMs, -1, -1, nowMs - _allDarkSince, 0);
        }
    }
}
