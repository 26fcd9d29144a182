using System.Globalization;
using System.Text.RegularExpressions;
using Signals.Tests.Support;

namespace Signals.Tests.Modbus.Interop;

/// <summary>libmodbus as master (through mbpoll) against our slave.</summary>
[Category("Interop")]
public partial class MbpollTests
{
    [Test]
    public async Task Libmodbus_reads_and_writes_our_slave_over_tcp()
    {
        var mbpoll = RequiredTool.OrSkip("mbpoll", package: "mbpoll");
        await using var slave = ServedSlave.OnTcp();
        await ExerciseAsync(slave, mbpoll, "127.0.0.1", "-m", "tcp", "-p", slave.Port);
    }

    [Test]
    public async Task Libmodbus_reads_and_writes_our_slave_over_a_serial_line()
    {
        var mbpoll = RequiredTool.OrSkip("mbpoll", package: "mbpoll");
        await using var line = await PtyPair.OpenAsync();
        await using var slave = ServedSlave.OnSerial(line.Near);
        await Eventually.IsTrue(() => slave.Statistics.Accepted == 1, "our slave has opened the line");
        await ExerciseAsync(slave, mbpoll, line.Far, "-m", "rtu", "-b", "19200", "-P", "even");
    }

    private static async Task ExerciseAsync(ServedSlave slave, string mbpoll, string device, params string[] mode)
    {
        async Task<string> PollAsync(string arguments, params string[] values)
        {
            string[] all = [.. mode, "-a", "1", "-0", "-1", "-o", "2", .. arguments.Split(' '), device, .. values];
            var (exit, output) = await ExternalProcess.RunAsync(mbpoll, all);
            Assert.That(exit, Is.Zero, output);
            return output;
        }

        await PollAsync("-t 4 -r 10", "4711");
        await PollAsync("-t 4 -r 11", "1", "2", "65535");
        Assert.That(Values(await PollAsync("-t 4 -r 10 -c 4")), Is.EqualTo(new[] { 4711, 1, 2, 65535 }));
        var stored = new ushort[4];
        slave.Store.HoldingRegisters.ReadPoints(10, stored);
        Assert.That(stored, Is.EqualTo(new ushort[] { 4711, 1, 2, 65535 }));

        await PollAsync("-t 0 -r 20", "1");
        await PollAsync("-t 0 -r 21", "0", "1", "1", "0", "1", "0", "1", "1", "1");
        Assert.That(Values(await PollAsync("-t 0 -r 20 -c 10")), Is.EqualTo(new[] { 1, 0, 1, 1, 0, 1, 0, 1, 1, 1 }));

        slave.Store.InputRegisters.WritePoints(0, Enumerable.Range(500, 125).Select(n => (ushort)n).ToArray());
        Assert.That(Values(await PollAsync("-t 3 -r 0 -c 125")), Is.EqualTo(Enumerable.Range(500, 125)));
        slave.Store.CoilInputs.WritePoints(3, [true, false, true]);
        Assert.That(Values(await PollAsync("-t 1 -r 2 -c 5")), Is.EqualTo(new[] { 0, 1, 0, 1, 0 }));

        string[] outside = [.. mode, "-a", "1", "-0", "-1", "-o", "2", "-t", "4", "-r", "5000", device];
        Assert.That((await ExternalProcess.RunAsync(mbpoll, outside)).Output, Does.Contain("Illegal data address"));
    }

    /// <summary>The numbers of lines such as <c>[10]: 	4711</c> or <c>[13]: 	65535 (-1)</c>.</summary>
    private static int[] Values(string output) =>
        [.. ValueLine().Matches(output).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"^\[\d+\]:\s+(\d+)", RegexOptions.Multiline)]
    private static partial Regex ValueLine();
}
