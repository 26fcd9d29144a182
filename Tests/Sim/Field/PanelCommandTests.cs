using Signals.Core.Ports;
using Signals.Core.Units;
using Signals.Sim.Cabinet;
using Signals.Sim.Field;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Field;

[TestFixture, Category("Unit")]
public class PanelCommandTests
{
    private static readonly string[] Ids = ["main-4th", "main-5th"];

    [TestCase("door open main-4th", CabinetInputs.DoorOpen)]
    [TestCase("flash on main-4th", CabinetInputs.FlashSwitch)]
    [TestCase("police on main-4th", CabinetInputs.PolicePanel)]
    [TestCase("  manual   on main-4th ", CabinetInputs.ManualEnable)]
    [TestCase("stop-time on main-4th", CabinetInputs.StopTime)]
    public void Switch_is_turned_and_turned_back(string line, CabinetInputs expected)
    {
        var cabinet = Cabinet();

        Do(cabinet, line);
        Assert.That(cabinet.Panel.Is(expected), Is.True);

        Do(cabinet, line.Replace(" on ", " off ", StringComparison.Ordinal).Replace(" open ", " shut ", StringComparison.Ordinal));
        Assert.That(cabinet.Panel.Is(expected), Is.False);
    }

    [Test]
    public void Preempt_input_is_switched_by_number()
    {
        var cabinet = Cabinet();

        Do(cabinet, "preempt 3 on main-4th");

        Assert.That(cabinet.Panel.Preempts, Is.EqualTo(0b100));
    }

    [TestCase("fault conflict main-4th")]
    [TestCase("fault red-fail main-4th")]
    [TestCase("fault dual main-4th")]
    public void Injected_fault_trips_the_monitor_and_a_reset_after_repair_clears_it(string line)
    {
        var cabinet = Cabinet();
        Advance(cabinet, 30);

        Do(cabinet, line);
        Advance(cabinet, 5);
        Assert.That(cabinet.Monitor.IsTripped, Is.True);
        Assert.That(cabinet.Mode, Is.EqualTo(CabinetMode.FaultFlash));

        Do(cabinet, "fault clear main-4th");
        Do(cabinet, "door open main-4th");
        Do(cabinet, "reset main-4th");
        Advance(cabinet, 5);
        Assert.That(cabinet.Monitor.IsTripped, Is.False);
    }

    [Test]
    public void Reset_behind_a_shut_door_says_to_open_it()
    {
        Assert.That(Do(Cabinet(), "reset main-4th"), Does.Contain("door open main-4th"));
    }

    [TestCase("", "type help")]
    [TestCase("door", "type help")]
    [TestCase("door open elsewhere", "accepted: main-4th, main-5th")]
    [TestCase("door ajar main-4th", "'door ajar' is not a command")]
    [TestCase("preempt 9 on main-4th", "is not a command")]
    [TestCase("fault gravity main-4th", "is not a command")]
    public void Anything_else_is_answered_with_what_would_be_accepted(string line, string expected)
    {
        Assert.That(PanelCommand.TryParse(line, Ids, out var command, out var problem), Is.False);
        Assert.That(command, Is.Null);
        Assert.That(problem, Does.Contain(expected));
    }

    private static EmulatedCabinet Cabinet() => new(TestIntersections.RingBarrier(), EmulatedCabinetOptions.Warm, new MemoryEpochStore());

    private static string Do(EmulatedCabinet cabinet, string line)
    {
        Assert.That(PanelCommand.TryParse(line, Ids, out var command, out var problem), Is.True, problem);
        Assert.That(command!.Intersection, Is.EqualTo("main-4th"));
        return command.Apply(cabinet);
    }

    private static void Advance(EmulatedCabinet cabinet, int seconds)
    {
        for (var step = 0; step < 10 * seconds; step++)
        {
            cabinet.Step(cabinet.Now + Duration.Tenth);
        }
    }
}
