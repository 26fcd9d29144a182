using Signals.Sim.Sumo.TraCI;

namespace Signals.Tests.Sim.Sumo.TraCI;

/// <summary>Golden bytes of what goes to SUMO; the protocol is at sumo.dlr.de/docs/TraCI/Protocol.html.</summary>
[TestFixture, Category("Unit")]
public class TraciWriterTests
{
    [Test]
    public void Version_is_asked_with_an_empty_command()
    {
        var writer = new TraciWriter();
        writer.GetVersion();

        Assert.That(Hex(writer), Is.EqualTo("00000006 0200"));
    }

    [Test]
    public void Step_carries_the_target_time_zero()
    {
        var writer = new TraciWriter();
        writer.Step();

        Assert.That(Hex(writer), Is.EqualTo("0000000E 0A020000000000000000"));
    }

    [Test]
    public void State_is_set_as_a_string_variable_of_the_traffic_light()
    {
        var writer = new TraciWriter();
        writer.SetState("J1", "Gr");

        Assert.That(Hex(writer), Is.EqualTo("00000014 10C220000000024A310C000000024772"));
    }

    [Test]
    public void Vehicle_is_subscribed_for_its_whole_life()
    {
        var writer = new TraciWriter();
        writer.SubscribeVehicle("v", [0x51, 0x56, 0x40]);

        Assert.That(Hex(writer), Is.EqualTo("0000001F 1BD4C1D0000000000000C1D00000000000000000000176" + "03515640"));
    }

    [Test]
    public void Commands_of_one_message_follow_each_other_and_are_listed_in_order()
    {
        var writer = new TraciWriter();
        writer.SetState("J1", "Gr");
        writer.Step();

        Assert.That(Hex(writer), Is.EqualTo("0000001E 10C220000000024A310C0000000247720A020000000000000000"));
        Assert.That(writer.Commands, Is.EqualTo(new byte[] { 0xC2, 0x02 }));
    }

    [Test]
    public void Command_beyond_255_bytes_has_a_zero_and_a_long_length()
    {
        var writer = new TraciWriter();
        writer.SetState("J1", new string('r', 300));

        var bytes = writer.Message();
        Assert.That(Convert.ToHexString(bytes[..10]), Is.EqualTo("00000142" + "00" + "0000013E" + "C2"));
        Assert.That(bytes.Length, Is.EqualTo(0x142));
    }

    [Test]
    public void Cleared_message_is_empty()
    {
        var writer = new TraciWriter();
        writer.Step();
        writer.Clear();

        Assert.That(writer.IsEmpty, Is.True);
        Assert.That(Hex(writer), Is.EqualTo("00000004 "));
    }

    private static string Hex(TraciWriter writer)
    {
        var hex = Convert.ToHexString(writer.Message());
        return $"{hex[..8]} {hex[8..]}";
    }
}
