using System.Buffers.Binary;
using Signals.Core.Model;

namespace Signals.Core.Safety;

/// <summary>
/// Fingerprint of what safety depends on: groups with their timing, intergreens, stages, start-up. Plans, weights and detectors
/// may change without touching it. Encoding: each number as a big-endian 64-bit integer in the order below, CRC-32 over all.
/// </summary>
internal static class SafetyHash
{
    public static uint Of(Intersection intersection)
    {
        var register = uint.MaxValue;
        register = Add(register, intersection.Groups.Length);
        foreach (var group in intersection.Groups)
        {
            register = Add(register, (long)group.Kind);
            register = Add(register, group.Timing.MinGo.Milliseconds);
            register = Add(register, group.Timing.Clearance.Milliseconds);
            register = Add(register, group.Timing.RedClearance.Milliseconds);
            register = Add(register, group.Timing.RedAmber.Milliseconds);
        }

        for (var leaving = 0; leaving < intersection.Groups.Length; leaving++)
        {
            for (var entering = 0; entering < intersection.Groups.Length; entering++)
            {
                register = Add(register, intersection.Intergreens.Between(leaving, entering)?.Milliseconds ?? -1);
            }
        }

        if (intersection.Sequence is StageSequence sequence)
        {
            foreach (var stage in sequence.Stages)
            {
                register = Add(register, stage.Number);
                register = Add(register, unchecked((long)stage.Groups.Bits));
                register = Add(register, unchecked((long)stage.PedestrianGroups.Bits));
            }
        }

        return ~Add(register, unchecked((long)intersection.StartUp.Bits));
    }

    private static uint Add(uint register, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return Crc32.Append(register, bytes);
    }
}
