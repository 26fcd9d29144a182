namespace Signals.Sim.Traffic;

/// <summary>
/// SplitMix64: a small generator whose whole state is one word, so that every entry, crossing, driver and sensor has its own stream and
/// none disturbs another. That is what lets two controllers be compared on the same demand.
/// </summary>
public struct SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A well-mixed function of its argument.</summary>
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ value >> 27) * 0x94D049BB133111EBUL;
        return value ^ value >> 31;
    }

    /// <summary>Seed of a named stream below this one.</summary>
    public static ulong Derive(ulong seed, ulong stream, ulong item = 0) => Mix(Mix(seed ^ Mix(stream)) + item);

    public ulong NextBits()
    {
        var bits = Mix(_state);
        _state += 0x9E3779B97F4A7C15UL;
        return bits;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Exponential with mean 1.</summary>
    public double NextExponential() => -Math.Log(1.0 - NextDouble());

    /// <summary>
    /// Bell-shaped with mean 0 and standard deviation 1, never beyond ±3.46 (the sum of four uniforms, scaled): drivers vary, but none is absurd.
    /// </summary>
    public double NextBell()
    {
        var sum = 0.0;
        for (var i = 0; i < 4; i++)
        {
            sum += NextDouble();
        }

        return (sum - 2.0) * 1.7320508075688772;
    }
}
