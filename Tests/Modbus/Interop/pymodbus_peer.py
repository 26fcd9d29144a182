"""An independent Modbus peer for the interoperability tests, on Debian's python3-pymodbus 3.0.

server tcp|rtu-tcp        listens on a free port of 127.0.0.1 and prints "port N"
server rtu DEVICE         serves a serial line and prints "serving DEVICE"
client tcp|rtu-tcp PORT   calls every function once and prints "NAME: RESULT" for each
client rtu DEVICE         the same on a serial line

Serial lines are opened without parity here: a pseudo-terminal has none, and pyserial insists on getting what it asks for.

The server's unit 1 holds: coil n = (n % 3 == 0), input n = (n % 5 == 0), holding n = n + 1000, input register n = n + 2000.
"""
import asyncio
import sys

from pymodbus.client import ModbusSerialClient, ModbusTcpClient
from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.device import ModbusDeviceIdentification
from pymodbus.framer.rtu_framer import ModbusRtuFramer
from pymodbus.framer.socket_framer import ModbusSocketFramer
from pymodbus.mei_message import ReadDeviceInformationRequest
from pymodbus.server import StartAsyncSerialServer, StartAsyncTcpServer

SIZE = 3000


def context():
    def block(value):
        return ModbusSequentialDataBlock(0, [value(n) for n in range(SIZE)])

    unit = ModbusSlaveContext(
        co=block(lambda n: n % 3 == 0),
        di=block(lambda n: n % 5 == 0),
        hr=block(lambda n: n + 1000),
        ir=block(lambda n: n + 2000),
        zero_mode=True,
    )
    return ModbusServerContext(slaves={1: unit}, single=False)


async def serve(kind, device):
    identity = ModbusDeviceIdentification(
        info_name={"VendorName": "pymodbus", "ProductCode": "PM", "MajorMinorRevision": "3.0"}
    )
    if kind == "rtu":
        server = await StartAsyncSerialServer(
            context=context(), identity=identity, framer=ModbusRtuFramer, port=device,
            baudrate=19200, parity="N", timeout=0.01, defer_start=True,
        )
        await server.start()
        print("serving", device, flush=True)
        await server.serve_forever()
        return
    framer = ModbusRtuFramer if kind == "rtu-tcp" else ModbusSocketFramer
    server = await StartAsyncTcpServer(
        context=context(), identity=identity, framer=framer, address=("127.0.0.1", 0), defer_start=True,
    )
    serving = asyncio.create_task(server.serve_forever())
    await server.serving
    print("port", server.server.sockets[0].getsockname()[1], flush=True)
    await serving


def call(kind, where):
    if kind == "rtu":
        client = ModbusSerialClient(where, framer=ModbusRtuFramer, baudrate=19200, parity="N", timeout=2)
    else:
        framer = ModbusRtuFramer if kind == "rtu-tcp" else ModbusSocketFramer
        client = ModbusTcpClient("127.0.0.1", port=int(where), framer=framer, timeout=2)
    if not client.connect():
        sys.exit("cannot connect")

    def show(name, result, value):
        print(f"{name}: {result if result.isError() else value(result)}", flush=True)

    bits = lambda count: lambda result: "".join("1" if bit else "0" for bit in result.bits[:count])
    registers = lambda result: result.registers
    done = lambda result: "done"
    show("write coil", client.write_coil(5, True, slave=1), done)
    show("write coils", client.write_coils(10, [True, False, True] * 4, slave=1), done)
    show("read coils", client.read_coils(5, 18, slave=1), bits(18))
    show("read inputs", client.read_discrete_inputs(0, 9, slave=1), bits(9))
    show("write register", client.write_register(7, 0xBEEF, slave=1), done)
    show("write registers", client.write_registers(8, [1, 2, 3], slave=1), done)
    show("read holding", client.read_holding_registers(7, 4, slave=1), registers)
    show("read input", client.read_input_registers(0, 2, slave=1), registers)
    show(
        "read/write",
        client.readwrite_registers(read_address=7, read_count=4, write_address=8, write_registers=[9, 8], unit=1, slave=1),
        registers,
    )
    show("largest write", client.write_registers(100, list(range(123)), slave=1), done)
    show("largest read", client.read_holding_registers(98, 125, slave=1), lambda result: sum(result.registers))
    show(
        "identify",
        client.execute(ReadDeviceInformationRequest(read_code=1, unit=1, slave=1)),
        lambda result: sorted((key, value.decode()) for key, value in result.information.items()),
    )
    show("no such address", client.read_holding_registers(60000, 1, slave=1), registers)
    client.close()


if __name__ == "__main__":
    role, kind = sys.argv[1:3]
    where = sys.argv[3] if len(sys.argv) > 3 else None
    if role == "server":
        asyncio.run(serve(kind, where))
    else:
        call(kind, where)
