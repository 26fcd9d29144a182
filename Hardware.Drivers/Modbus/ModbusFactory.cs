using System.Net;
using Signals.Modbus.Client;
using Signals.Modbus.Security;
using Signals.Modbus.Server;
using Signals.Modbus.Transport;

namespace Signals.Modbus;

/// <summary>The usual combinations in one call each. Everything here can also be composed by hand.</summary>
public static class ModbusFactory
{
    /// <summary>Modbus/TCP. Plain: for loopback or an isolated segment.</summary>
    public static ModbusMaster CreateTcpMaster(
        string host, int port = ModbusLimits.DefaultTcpPort, ModbusMasterOptions? options = null) =>
        new(new TcpConnector(host, port), ModbusFraming.Tcp, options);

    /// <summary>Modbus/TCP Security.</summary>
    public static ModbusMaster CreateTlsMaster(
        string host, TlsClientSettings tls, int port = ModbusLimits.DefaultTlsPort, ModbusMasterOptions? options = null) =>
        new(new TlsConnector(host, tls, port), ModbusFraming.Tcp, options);

    /// <summary>RTU through a serial device server.</summary>
    public static ModbusMaster CreateRtuOverTcpMaster(string host, int port, ModbusMasterOptions? options = null) =>
        new(new TcpConnector(host, port), ModbusFraming.Rtu, options);

    /// <summary>RTU on a serial line.</summary>
    public static ModbusMaster CreateRtuMaster(SerialSettings line, ModbusMasterOptions? options = null) =>
        new(new SerialConnector(line), ModbusFraming.Rtu, options);

    /// <summary>A slave that is memory.</summary>
    public static ModbusSlave CreateSlave(byte unitId, ISlaveDataStore? dataStore = null, DeviceIdentification? identification = null) =>
        new(unitId, new DataStoreRequestHandler(dataStore ?? new SlaveDataStore()), identification);

    /// <summary>A slave behind a handler.</summary>
    public static ModbusSlave CreateSlave(byte unitId, IModbusRequestHandler handler, DeviceIdentification? identification = null) =>
        new(unitId, handler, identification);

    /// <summary>Slaves on a TCP port.</summary>
    public static ModbusTcpSlaveNetwork CreateTcpSlaveNetwork(IPEndPoint endPoint, ModbusSlaveNetworkOptions? options = null) =>
        new(endPoint, ModbusFraming.Tcp, null, options);

    /// <summary>Slaves on a TCP port under TLS.</summary>
    public static ModbusTcpSlaveNetwork CreateTlsSlaveNetwork(
        IPEndPoint endPoint, TlsServerSettings tls, ModbusSlaveNetworkOptions? options = null) =>
        new(endPoint, ModbusFraming.Tcp, tls, options);

    /// <summary>Slaves on a TCP port that speak RTU.</summary>
    public static ModbusTcpSlaveNetwork CreateRtuOverTcpSlaveNetwork(IPEndPoint endPoint, ModbusSlaveNetworkOptions? options = null) =>
        new(endPoint, ModbusFraming.Rtu, null, options);

    /// <summary>Slaves on a serial line that speak RTU.</summary>
    public static ModbusStreamSlaveNetwork CreateRtuSlaveNetwork(SerialSettings line, ModbusSlaveNetworkOptions? options = null) =>
        new(new SerialConnector(line), ModbusFraming.Rtu, isSerial: true, options);
}
