using System.Collections.Frozen;
using Signals.Modbus.Server;

namespace Signals.Modbus.Security;

/// <summary>Rights by role and function code; no role, or an unknown one, has none. Immutable.</summary>
public sealed class RoleAuthorizer : IModbusAuthorizer
{
    private static readonly byte[] ReadFunctions =
    [
        ModbusFunctionCodes.ReadCoils,
        ModbusFunctionCodes.ReadInputs,
        ModbusFunctionCodes.ReadHoldingRegisters,
        ModbusFunctionCodes.ReadInputRegisters,
        ModbusFunctionCodes.EncapsulatedInterface,
    ];

    private static readonly byte[] WriteFunctions =
    [
        ModbusFunctionCodes.WriteSingleCoil,
        ModbusFunctionCodes.WriteSingleRegister,
        ModbusFunctionCodes.WriteMultipleCoils,
        ModbusFunctionCodes.WriteMultipleRegisters,
        ModbusFunctionCodes.ReadWriteMultipleRegisters,
    ];

    private readonly FrozenDictionary<string, FrozenSet<byte>> _functions;

    /// <param name="functions">Function codes each role may use. Role names are compared exactly.</param>
    public RoleAuthorizer(IReadOnlyDictionary<string, IEnumerable<byte>> functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        _functions = functions.ToFrozenDictionary(role => role.Key, role => role.Value.ToFrozenSet(), StringComparer.Ordinal);
    }

    /// <summary>Observer: 1-4 and 43. Controller, maintenance, safety-admin: also 5, 6, 15, 16 and 23.</summary>
    public static RoleAuthorizer Default { get; } = new(new Dictionary<string, IEnumerable<byte>>
    {
        [ModbusRoles.Observer] = ReadFunctions,
        [ModbusRoles.Controller] = [.. ReadFunctions, .. WriteFunctions],
        [ModbusRoles.Maintenance] = [.. ReadFunctions, .. WriteFunctions],
        [ModbusRoles.SafetyAdmin] = [.. ReadFunctions, .. WriteFunctions],
    });

    public bool IsAllowed(in ModbusRequestContext context) =>
        context.Peer.Role is { } role && _functions.TryGetValue(role, out var allowed) && allowed.Contains(context.FunctionCode);
}
