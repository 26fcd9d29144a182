using System.Net.Sockets;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Drivers.Cabinet;
using Signals.Modbus;
using Signals.Modbus.Client;
using Signals.Modbus.Security;
using Signals.Modbus.Server;
using Signals.Sim.Cabinet;
using Signals.Tests.Modbus;
using Signals.Tests.Support;

namespace Signals.Tests.Cabinet;

/// <summary>The same cabinet over real sockets.</summary>
[Category("Integration")]
public sealed class EmulatedCabinetServerTests
{
    private static EmulatedCabinetServer Start(EmulatedCabinetServerOptions? options = null)
    {
        var cabinet = new EmulatedCabinet(TestIntersections.German(), EmulatedCabinetOptions.Warm, new MemoryEpochStore());
        var server = new EmulatedCabinetServer(cabinet, options ?? new EmulatedCabinetServerOptions());
        server.Start();
        return server;
    }

    [Test]
    public async Task Driver_controls_a_served_cabinet_end_to_end()
    {
        await using var server = Start();
        var intersection = TestIntersections.German();
        var table = SafetyTable.Compile(intersection);
        await using var master = ModbusFactory.CreateTcpMaster("127.0.0.1", server.LocalEndPoint.Port);
        using var driver = new CabinetDriver(master, new NativeProtocol(intersection, table, 1, 7));
        using var stop = new CancellationTokenSource();
        var running = driver.RunAsync(stop.Token);
        await Eventually.IsTrue(() => driver.State == LinkState.Controlling, "control", TimeSpan.FromSeconds(30));

        var governor = new Governor(table, intersection.Control);
        await Eventually.IsTrue(
            () =>
            {
                var now = new Core.Units.Instant(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
                if (governor.Govern(new ControlIntent(intersection.StartUp), driver.Latest, now).Command is { } command)
                {
                    driver.Submit(command);
                }

                return server.With(cabinet => cabinet.Mode) == CabinetMode.Remote;
            },
            "remote mode");

        TestContext.Out.WriteLine($"round trips {driver.RoundTrips.Count}: p50 {driver.RoundTrips.Percentile(50):0.00} ms, p99 {driver.RoundTrips.Percentile(99):0.00} ms");
        Assert.That(driver.Statistics.Failures, Is.Zero);
        Assert.That(driver.RoundTrips.Percentile(50), Is.LessThan(100));
        await stop.CancelAsync();
        await running;
        Assert.That(server.With(cabinet => cabinet.Monitor.Findings.Total), Is.Zero);
    }

    [Test]
    public async Task Only_configured_unit_ids_answer()
    {
        await using var server = Start(new EmulatedCabinetServerOptions { UnitIds = [1, 255] });
        await using var master = ModbusFactory.CreateTcpMaster("127.0.0.1", server.LocalEndPoint.Port);
        var magic = new ushort[1];

        foreach (byte unit in (byte[])[1, 255])
        {
            await master.ReadInputRegistersAsync(unit, 0, magic);
            Assert.That(magic[0], Is.EqualTo(RegisterMap.Magic));
        }

        var refused = await Assert.ThrowsAsync<SlaveException>(async () => await master.ReadInputRegistersAsync(0, 0, magic));
        Assert.That(refused!.SlaveExceptionCode, Is.EqualTo(SlaveExceptionCode.GatewayTargetDeviceFailedToRespond));
    }

    [TestCase(ModbusRoles.Controller, true, true)]
    [TestCase(ModbusRoles.Observer, true, false)]
    [TestCase(null, false, false)]
    public async Task Tls_role_decides_and_its_lack_is_exception_01(string? role, bool reads, bool writes)
    {
        using var certificates = new TestCertificates("cabinet authority");
        await using var server = Start(new EmulatedCabinetServerOptions
        {
            Tls = new TlsServerSettings { Certificate = certificates.Server(), ClientTrust = CertificateTrust.FromAuthorities(certificates.Authority) },
        });
        var client = role is null ? certificates.Client() : certificates.Client(role);
        await using var master = ModbusFactory.CreateTlsMaster(
            "127.0.0.1", new TlsClientSettings { Certificate = client, ServerTrust = CertificateTrust.FromAuthorities(certificates.Authority) },
            server.LocalEndPoint.Port, new ModbusMasterOptions { TransactionTimeout = TimeSpan.FromSeconds(10) });
        var claim = new ushort[RegisterMap.Claim.Length];
        new ClaimFrame(1, 7).Encode(claim);

        Assert.That(await OutcomeAsync(() => master.ReadInputRegistersAsync(1, 0, new ushort[1])), Is.EqualTo(reads ? SlaveExceptionCode.None : SlaveExceptionCode.IllegalFunction));
        Assert.That(
            await OutcomeAsync(() => master.WriteMultipleRegistersAsync(1, RegisterMap.Claim.Start, claim)),
            Is.EqualTo(writes ? SlaveExceptionCode.None : SlaveExceptionCode.IllegalFunction));
    }

    [Test]
    public async Task Slow_drip_is_cut_off_and_other_masters_are_served_meanwhile()
    {
        await using var server = Start(new EmulatedCabinetServerOptions
        {
            Network = new ModbusSlaveNetworkOptions { FrameTimeout = TimeSpan.FromMilliseconds(300) },
        });
        using var drip = new TcpClient();
        await drip.ConnectAsync("127.0.0.1", server.LocalEndPoint.Port);
        await drip.GetStream().WriteAsync(new byte[] { 0, 1, 0 });
        await using var master = ModbusFactory.CreateTcpMaster("127.0.0.1", server.LocalEndPoint.Port);
        await master.ReadInputRegistersAsync(1, 0, new ushort[1]);

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var read = 0;
        try
        {
            read = await drip.GetStream().ReadAsync(new byte[1], deadline.Token);
        }
        catch (IOException)
        {
            // A reset says the same as an orderly end.
        }

        Assert.That(read, Is.Zero, "the server hangs up");
        Assert.That(server.Statistics.TimedOut, Is.EqualTo(1));
    }

    [Test]
    public async Task Cabinet_steps_in_real_time()
    {
        await using var server = Start();
        var before = server.With(cabinet => (cabinet.Heartbeat, cabinet.Uptime));

        await Eventually.IsTrue(() => server.With(cabinet => cabinet.Heartbeat) >= before.Heartbeat + 10, "ten heartbeats");

        Assert.That(server.With(cabinet => cabinet.Uptime - before.Uptime).TotalSeconds, Is.GreaterThan(0.8));
    }

    private static async Task<SlaveExceptionCode> OutcomeAsync(Func<ValueTask> call)
    {
        try
        {
            await call();
            return SlaveExceptionCode.None;
        }
        catch (SlaveException refused)
        {
            return refused.SlaveExceptionCode;
        }
    }
}
