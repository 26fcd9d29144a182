using System.Buffers.Binary;
using System.Text;

namespace Signals.Sim.Sumo.TraCI;

/// <summary>Reads one TraCI message, its 4-byte length left out. Every read past the end is a <see cref="TraciException"/>.</summary>
internal ref struct TraciReader(ReadOnlySpan<byte> content)
{
    private ReadOnlySpan<byte> _rest = content;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public int Integer() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)));

    /// <summary>Latin-1 bytes of a string; valid as long as the message.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        var length = Integer();
        return length >= 0 ? Take(length) : throw Broken($"a string of {length} bytes");
    }

    public string Text() => Encoding.Latin1.GetString(Bytes());

    /// <summary>Length of a command: not needed to read it, as every field has its own.</summary>
    public void SkipLength()
    {
        if (Byte() == 0)
        {
            Integer();
        }
    }

    /// <summary>Reads SUMO's verdict on a command.</summary>
    /// <exception cref="TraciException">It was refused, or the answer belongs to another command.</exception>
    public void Verdict(byte command)
    {
        SkipLength();
        var answered = Byte();
        var result = Byte();
        var description = Text();
        if (result != TraciCode.ResultOk)
        {
            throw new TraciException($"SUMO refused command 0x{answered:X2}: {description}");
        }

        if (answered != command)
        {
            throw Broken($"an answer to command 0x{answered:X2} where 0x{command:X2} was asked");
        }
    }

    /// <summary>Reads a type byte and its value as a number.</summary>
    public double Number()
    {
        var type = Byte();
        return type switch
        {
            TraciCode.TypeDouble => Double(),
            TraciCode.TypeInteger => Integer(),
            TraciCode.TypeByte or TraciCode.TypeUnsignedByte => Byte(),
            _ => throw Broken($"type 0x{type:X2} where a number was expected"),
        };
    }

    /// <summary>Reads a type byte that must be the given one.</summary>
    public void Expect(byte type)
    {
        var found = Byte();
        if (found != type)
        {
            throw Broken($"0x{found:X2} where 0x{type:X2} was expected");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Broken($"a message that ends {count - _rest.Length} bytes too early");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static TraciException Broken(string what) =>
        new($"SUMO sent {what}: not the protocol that this program speaks (TraCI API {TraciCode.OldestApi} or later)");
}
