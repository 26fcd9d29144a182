using Signals.Core.Measures;
using Signals.Sim.Replay;

namespace Signals.Tests.Sim.Replay;

[TestFixture, Category("Unit")]
public class HiResLogTests
{
    [Test]
    public void Log_is_read_in_time_order()
    {
        var events = HiResLog.Read(new StringReader("TimeStamp,DeviceId,EventId,Parameter\n2024-05-13 15:00:00.200,7,1,2\n2024-05-13 15:00:00.100,7,82,9\n"), "x.csv");

        Assert.That(events.Select(e => (e.Code, e.Parameter)), Is.EqualTo([(EventCode.DetectorOn, 9), (EventCode.BeginGreen, 2)]));
    }

    [TestCase("2024-05-13 15:00:00.100,7,82")]
    [TestCase("yesterday,7,82,1")]
    [TestCase("2024-05-13 15:00:00.100,seven,82,1")]
    public void Line_that_is_no_event_is_refused_with_its_place(string line)
    {
        var refused = Assert.Throws<InvalidDataException>(() => HiResLog.Read(new StringReader("TimeStamp,DeviceId,EventId,Parameter\n" + line), "x.csv"));

        Assert.That(refused!.Message, Does.StartWith("x.csv:2:").And.Contain("expected TimeStamp,DeviceId,EventId,Parameter"));
    }
}
