namespace Signals.Modbus;

/// <summary>What a device says it is (function 43/14). Immutable.</summary>
/// <remarks>Object values are text of 1 byte per character (Latin-1), at most 244 characters so that each fits one response.</remarks>
public sealed class DeviceIdentification
{
    /// <summary>Longest object value: 253 bytes of PDU less 7 of header and 2 of object header.</summary>
    public const int MaxValueLength = ModbusLimits.MaxPduLength - 9;

    private readonly SortedList<byte, string> _objects;

    /// <summary>An identification of arbitrary objects; 0x00..0x02 are the mandatory basic ones.</summary>
    /// <exception cref="ArgumentException">A value is longer than <see cref="MaxValueLength"/> or outside Latin-1.</exception>
    public DeviceIdentification(IReadOnlyDictionary<byte, string> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        _objects = [];
        foreach (var (id, value) in objects)
        {
            if (value.Length > MaxValueLength || value.Any(c => c > 0xFF))
            {
                throw new ArgumentException(
                    $"identification object 0x{id:X2} must be at most {MaxValueLength} Latin-1 characters", nameof(objects));
            }

            _objects.Add(id, value);
        }
    }

    /// <summary>The three mandatory objects.</summary>
    public DeviceIdentification(string vendorName, string productCode, string majorMinorRevision)
        : this(new Dictionary<byte, string> { [0] = vendorName, [1] = productCode, [2] = majorMinorRevision })
    {
    }

    /// <summary>All objects by id, ascending.</summary>
    public IReadOnlyDictionary<byte, string> Objects => _objects;

    /// <summary>Object 0x00, or empty.</summary>
    public string VendorName => this[0];

    /// <summary>Object 0x01, or empty.</summary>
    public string ProductCode => this[1];

    /// <summary>Object 0x02, or empty.</summary>
    public string MajorMinorRevision => this[2];

    /// <summary>The object's text, or empty when the device does not have it.</summary>
    public string this[byte objectId] => _objects.GetValueOrDefault(objectId, string.Empty);

    internal static byte LastObjectOf(DeviceIdCategory category) => category switch
    {
        DeviceIdCategory.Basic => 0x02,
        DeviceIdCategory.Regular => 0x7F,
        _ => 0xFF,
    };

    /// <summary>Conformity level, section 6.21: the highest category present; 0x80 says individual access works too.</summary>
    internal byte ConformityLevel
    {
        get
        {
            var last = _objects.Count == 0 ? (byte)0 : _objects.Keys[^1];
            return (byte)(0x80 | (last >= 0x80 ? 3 : last >= 0x03 ? 2 : 1));
        }
    }
}
