namespace Signals.Modbus;

/// <summary>How much of a device's identification to read (function 43/14, "Read Device ID code").</summary>
public enum DeviceIdCategory : byte
{
    /// <summary>Vendor name, product code, revision (objects 0x00..0x02).</summary>
    Basic = 1,

    /// <summary>Basic, and vendor URL, product, model and application name (objects 0x03..0x06).</summary>
    Regular = 2,

    /// <summary>Regular, and the device's private objects (0x80..0xFF).</summary>
    Extended = 3,

    /// <summary>One object, named by its id.</summary>
    Individual = 4,
}
