using System.Text;

namespace Signals.Sim.Sumo.TraCI;

/// <summary>The vehicles in the network: a number and a length for each id.</summary>
internal sealed class VehicleRegister
{
    private readonly Dictionary<string, (int Track, float Length)> _vehicles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Track, float Length)>.AlternateLookup<ReadOnlySpan<char>> _byName;
    private int _last;

    public VehicleRegister() => _byName = _vehicles.GetAlternateLookup<ReadOnlySpan<char>>();

    public void Add(string id, float length) => _vehicles[id] = (++_last, length);

    public void Remove(ReadOnlySpan<byte> id)
    {
        Span<char> name = stackalloc char[id.Length];
        Encoding.Latin1.GetChars(id, name);
        _byName.Remove(name);
    }

    /// <exception cref="TraciException">That vehicle was never inserted.</exception>
    public (int Track, float Length) Of(ReadOnlySpan<byte> id)
    {
        Span<char> name = stackalloc char[id.Length];
        Encoding.Latin1.GetChars(id, name);
        return _byName.TryGetValue(name, out var vehicle) ? vehicle : throw new TraciException($"SUMO moved vehicle {name}, which it never inserted");
    }
}
