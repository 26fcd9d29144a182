using System.Net;
using Signals.Modbus;
using Signals.Modbus.Client;
using Signals.Modbus.Server;
using Signals.Tests.Support;

namespace Signals.Tests.Modbus;

/// <summary>The example in the library's README compiles and runs, because it is this one.</summary>
[Category("Integration")]
public class ReadmeExampleTests
{
    [Test]
    public async Task Example_runs()
    {
        using var stop = new CancellationTokenSource();
        var cabinet = ModbusFactory.CreateSlave(1, new SlaveDataStore(), new DeviceIdentification("Signals", "cabinet", "1.0"));
        var network = ModbusFactory.CreateTcpSlaveNetwork(new IPEndPoint(IPAddress.Loopback, 0));
        network.AddSlave(cabinet);
        var serving = network.ListenAsync(stop.Token);

        await using var master = ModbusFactory.CreateTcpMaster(
            "127.0.0.1", network.LocalEndPoint.Port, new ModbusMasterOptions { TransactionTimeout = TimeSpan.FromMilliseconds(500) });
        var status = new ushort[16];
        try
        {
            await master.ReadWriteMultipleRegistersAsync(1, 32, status, 0, new ushort[] { 0x5453, 0, 1 }, stop.Token);
        }
        catch (SlaveException refused)
        {
            Console.WriteLine($"refused: {refused.SlaveExceptionCode}");
        }
        catch (ModbusException failed)
        {
            Console.WriteLine($"{failed.Message}; may have been carried out: {failed.RequestSent}");
        }

        Assert.That(await master.ReadHoldingRegistersAsync(1, 0, 3), Is.EqualTo(new ushort[] { 0x5453, 0, 1 }));
        await stop.CancelAsync();
        await serving.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Test]
    public void Readme_shows_the_example_that_runs()
    {
        var readme = File.ReadAllText(Repository.PathOf("Hardware.Drivers", "Modbus", "README.md"));
        var shown = readme.Split("```csharp")[1].Split("```")[0];
        var source = Lines(File.ReadAllText(Repository.PathOf("Tests", "Modbus", "ReadmeExampleTests.cs")));
        Assert.That(Lines(shown), Is.SubsetOf(source).And.Not.Empty);
    }

    private static string[] Lines(string text) =>
        [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
