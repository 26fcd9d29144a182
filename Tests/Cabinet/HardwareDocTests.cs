using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Signals.Core.Ports;
using Signals.Drivers.Cabinet;
using Signals.Sim.Cabinet;
using Signals.Tests.Support;

namespace Signals.Tests.Cabinet;

/// <summary><c>hardware.md</c> says what is true: its commands run, its addresses and codes are those of the code.</summary>
public sealed partial class HardwareDocTests
{
    private static readonly string Document = File.ReadAllText(Repository.PathOf("hardware.md"));

    [Test]
    [Category("Interop")]
    public async Task Every_mbpoll_line_works_against_an_emulated_cabinet()
    {
        var mbpoll = RequiredTool.OrSkip("mbpoll", package: "mbpoll");
        var epochs = new MemoryEpochStore();
        var cabinet = new EmulatedCabinet(TestIntersections.RingBarrier(), EmulatedCabinetOptions.Default, epochs);
        await using var server = new EmulatedCabinetServer(cabinet, new EmulatedCabinetServerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) });
        server.Start();
        var port = server.LocalEndPoint.Port.ToString(CultureInfo.InvariantCulture);
        var lines = MbpollLine().Matches(Document).Select(match => match.Groups[1].Value.Trim()).ToList();
        Assert.That(lines, Has.Count.GreaterThanOrEqualTo(7));

        foreach (var line in lines)
        {
            var (exit, output) = await ExternalProcess.RunAsync(mbpoll, [.. line.Replace("15021", port, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            Assert.That(exit, Is.Zero, line + Environment.NewLine + output);
        }

        Assert.That(epochs.Load(), Is.EqualTo(1), "the claim line claims");
        var (partial, refusal) = await ExternalProcess.RunAsync(mbpoll, ["-m", "tcp", "-p", port, "-a", "1", "-0", "-1", "-t", "4", "-r", "6", "127.0.0.1", "5"]);
        Assert.That(refusal, Does.Contain("Illegal data value"), $"exit {partial}");
    }

    [Test]
    [Category("Interop")]
    public async Task Python_line_makes_a_frame_that_the_cabinet_accepts()
    {
        var python = RequiredTool.OrSkip("python3", package: "python3");
        var rig = new CabinetRig(TestIntersections.RingBarrier(), EmulatedCabinetOptions.Warm).RunToLocal();
        rig.Claim(1);
        var program = PythonProgram().Match(Document).Groups[1].Value;

        var (exit, output) = await ExternalProcess.RunAsync(
            python, "-c", program, "1", "1", rig.Cabinet.Table.ConfigHash.ToString(CultureInfo.InvariantCulture));

        Assert.That(exit, Is.Zero, output);
        ushort[] frame = [.. output.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => ushort.Parse(text, CultureInfo.InvariantCulture))];
        Assert.That(rig.Cabinet.Registers.WriteFrame(frame), Is.EqualTo(RejectCode.None));
    }

    [Test]
    [Category("Unit")]
    public void Status_addresses_are_those_of_the_code()
    {
        foreach (var field in typeof(RegisterMap.Status).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.Name is not ("Start" or "Length")))
        {
            var address = (RegisterMap.Status.Start + (int)field.GetRawConstantValue()!).ToString(CultureInfo.InvariantCulture);
            Assert.That(Regex.IsMatch(Document, $@"^\|[^|]*\b{address}\b[^|]*\|", RegexOptions.Multiline), Is.True, $"{field.Name} at {address} has no row");
        }
    }

    [Test]
    [Category("Unit")]
    public void Modes_reasons_and_reject_codes_are_all_listed()
    {
        var mode = Row("| 100 |");
        var reason = Row("| 101 |");
        foreach (var value in Enum.GetValues<CabinetMode>())
        {
            Assert.That(mode, Does.Contain($"{(int)value} "), value.ToString());
        }

        foreach (var value in Enum.GetValues<ModeReason>().Where(value => value != ModeReason.None))
        {
            Assert.That(reason, Does.Contain($" {(int)value} "), value.ToString());
        }

        foreach (var value in Enum.GetValues<RejectCode>().Where(value => value != RejectCode.None))
        {
            var code = (int)value < 0x10 ? $"| {(int)value} |" : $"| 0x{(int)value:X} |";
            Assert.That(Document, Does.Contain(code), value.ToString());
        }
    }

    private static string Row(string start) => Document.Split('\n').Single(line => line.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Arguments of a whole mbpoll line, without its comment; lines with an ellipsis are patterns, not commands.</summary>
    [GeneratedRegex(@"^mbpoll ([^#…\n]+?)(?:#.*)?$", RegexOptions.Multiline)]
    private static partial Regex MbpollLine();

    [GeneratedRegex(@"python3 -c '([^']+)'")]
    private static partial Regex PythonProgram();
}
