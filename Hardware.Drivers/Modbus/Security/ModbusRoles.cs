namespace Signals.Modbus.Security;

/// <summary>Role names that certificates for signal cabinets carry.</summary>
public static class ModbusRoles
{
    /// <summary>Reads everything, writes nothing.</summary>
    public const string Observer = "observer";

    /// <summary>Reads, and writes the command frame.</summary>
    public const string Controller = "controller";

    /// <summary>As controller, and writes configuration where the device allows it.</summary>
    public const string Maintenance = "maintenance";

    /// <summary>As maintenance, and safety configuration where the device's local key allows it.</summary>
    public const string SafetyAdmin = "safety-admin";
}
