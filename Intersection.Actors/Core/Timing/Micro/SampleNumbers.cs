namespace Signals.Core.Timing.Micro;

/// <summary>
/// Uniform numbers without a state: the same (sample, lane, index) gives the same number under every alternative, and the samples of one (lane, index)
/// spread evenly over 0–1 (a Weyl sequence from a hashed start), so that a few of them already stand for the mean.
/// </summary>
internal static class SampleNumbers
{
    private const double Golden = 0.6180339887498949;

    /// <summary>What a number is drawn for; keeps the streams apart.</summary>
    public enum Purpose
    {
        Membership = 1,
        Turn = 2,
        Arrival = 3,
        ArrivalTurn = 4,
    }

    public static float Uniform(Purpose purpose, int sample, int lane, int index)
    {
        unchecked
        {
            var z = ((ulong)purpose << 48 ^ (ulong)(uint)lane << 24 ^ (uint)index) + 0x9E3779B97F4A7C15;
            z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
            z = (z ^ z >> 27) * 0x94D049BB133111EB;
            var start = ((z ^ z >> 31) >> 11) * (1.0 / (1UL << 53));
            var spread = start + sample * Golden;
            return (float)(spread - Math.Floor(spread)) * 0.999999f;
        }
    }
}
