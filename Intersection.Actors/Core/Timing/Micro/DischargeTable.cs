using Signals.Core.Traffic;

namespace Signals.Core.Timing.Micro;

/// <summary>
/// Which net time gap makes a standing queue discharge at a given headway: the model's own discharge, run once for a grid of speeds and gaps, and inverted.
/// </summary>
internal sealed class DischargeTable
{
    /// <summary>Time from green to the first vehicle's front at the line when it reacts at once, s.</summary>
    public const float FirstCrossingSeconds = 1f;

    private const float SlowestSpeed = 4, SpeedStep = 4, LongestReaction = 4, ReactionStep = 0.5f, VehicleLength = 5;

    /// <summary>Vehicles of the queue, and the first of those whose headways count: the fourth, as sensing learns them.</summary>
    private const int Queue = 18, First = 3;

    private const int Speeds = 7;

    private readonly int _reactions;
    private readonly float _least;
    private readonly float[] _headway;

    public DischargeTable(DriverModel driver, float step)
    {
        _least = step;
        _reactions = 1 + (int)((LongestReaction - step) / ReactionStep);
        _headway = new float[Speeds * _reactions];
        for (var s = 0; s < Speeds; s++)
        {
            for (var r = 0; r < _reactions; r++)
            {
                _headway[s * _reactions + r] = Headway(driver with { Reaction = _least + r * ReactionStep }, SlowestSpeed + s * SpeedStep, step);
            }
        }
    }

    /// <summary>Net time gap, between the time step and 4 s, at which a queue crosses the line with that headway.</summary>
    /// <param name="headway">Saturation headway, s.</param>
    /// <param name="speed">Speed limit at the line, m/s.</param>
    public float ReactionFor(float headway, float speed)
    {
        var s = Math.Clamp((speed - SlowestSpeed) / SpeedStep, 0, Speeds - 1.001f);
        var row = (int)s;
        var part = s - row;
        var before = At(row, part, 0);
        if (headway <= before)
        {
            return _least;
        }

        for (var r = 1; r < _reactions; r++)
        {
            var here = At(row, part, r);
            if (headway <= here)
            {
                return _least + (r - 1 + (headway - before) / (here - before)) * ReactionStep;
            }

            before = here;
        }

        return LongestReaction;
    }

    private float At(int row, float part, int reaction) =>
        _headway[row * _reactions + reaction] * (1 - part) + _headway[(row + 1) * _reactions + reaction] * part;

    /// <summary>Mean headway of a standing queue from the fourth vehicle on, at a line that it passes at no more than a speed.</summary>
    private static float Headway(in DriverModel driver, float limit, float step)
    {
        var x = new float[Queue];
        var v = new float[Queue];
        for (var i = 0; i < Queue; i++)
        {
            x[i] = 1 + i * (VehicleLength + driver.StandstillGap);
        }

        float first = 0, time = 0;
        while (true)
        {
            var (leaderX, leaderV) = (float.NegativeInfinity, 0f);
            for (var i = 0; i < Queue; i++)
            {
                var next = driver.Free(v[i], limit, step);
                leaderX = leaderX < -MicroSimulation.GoneMetres ? float.NegativeInfinity : leaderX;
                next = MathF.Min(next, CarFollowing.KraussSpeed(x[i] - leaderX - VehicleLength - driver.StandstillGap, leaderV, driver.Braking, driver.Reaction));
                (leaderX, leaderV) = (x[i], v[i]);
                v[i] = driver.Dawdled(next, step);
                x[i] -= v[i] * step;
                if (leaderX > 0 && x[i] <= 0)
                {
                    var crossing = time + step * leaderX / (leaderX - x[i]);
                    first = i == First ? crossing : first;
                    if (i == Queue - 1)
                    {
                        return (crossing - first) / (Queue - 1 - First);
                    }
                }
            }

            time += step;
        }
    }
}
