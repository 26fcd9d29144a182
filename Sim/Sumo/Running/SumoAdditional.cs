using System.Globalization;
using System.Xml;
using Signals.Sim.Sumo.Network;

namespace Signals.Sim.Sumo.Running;

/// <summary>Writes the file that a run gives SUMO beside the scenario.</summary>
internal static class SumoAdditional
{
    /// <summary>Limits of SUMO's own actuated control as a baseline, s.</summary>
    private const double ActuatedMinimum = 5, ActuatedMaximum = 50;

    /// <summary>Length of the one phase of a signal that is always green, s; it follows itself.</summary>
    private const double GreenCycle = 60;

    /// <summary>Program ids that no network uses; the last one loaded is the one that runs.</summary>
    private const string ActuatedProgram = "signals-actuated", GreenProgram = "signals-always-green";

    /// <param name="outputs">Where to write it, and where SUMO is to record the signals.</param>
    /// <param name="network">Its signals are recorded.</param>
    /// <param name="controller">
    /// For <see cref="SumoController.SumoActuated"/> every program becomes an actuated one with the same phases, for <see cref="SumoController.AlwaysGreen"/> a single green.
    /// </param>
    public static void Write(SumoOutputs outputs, SumoNetwork network, SumoController controller)
    {
        using var writer = XmlWriter.Create(outputs.Additional, new XmlWriterSettings { Indent = true });
        writer.WriteStartElement("additional");
        foreach (var program in network.Programs)
        {
            writer.WriteStartElement("timedEvent");
            writer.WriteAttributeString("type", "SaveTLSStates");
            writer.WriteAttributeString("source", program.Signal);
            writer.WriteAttributeString("dest", outputs.Signals);
            writer.WriteEndElement();
        }

        foreach (var program in network.Programs)
        {
            if (controller == SumoController.SumoActuated)
            {
                WriteActuated(writer, program);
            }
            else if (controller == SumoController.AlwaysGreen)
            {
                WriteAlwaysGreen(writer, program);
            }
        }

        writer.WriteEndElement();
    }

    private static void WriteAlwaysGreen(XmlWriter writer, SumoProgram program)
    {
        WriteProgram(writer, program, "static", GreenProgram);
        writer.WriteStartElement("phase");
        writer.WriteAttributeString("duration", Text(GreenCycle));
        writer.WriteAttributeString("state", new string('G', program.Phases[0].State.Length));
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteActuated(XmlWriter writer, SumoProgram program)
    {
        WriteProgram(writer, program, "actuated", ActuatedProgram);
        foreach (var phase in program.Phases)
        {
            writer.WriteStartElement("phase");
            writer.WriteAttributeString("duration", Text(phase.Duration));
            writer.WriteAttributeString("state", phase.State);
            if (phase.State.AsSpan().ContainsAny('G', 'g') && !phase.State.Contains('y', StringComparison.Ordinal))
            {
                writer.WriteAttributeString("minDur", Text(ActuatedMinimum));
                writer.WriteAttributeString("maxDur", Text(ActuatedMaximum));
            }

            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void WriteProgram(XmlWriter writer, SumoProgram program, string type, string id)
    {
        writer.WriteStartElement("tlLogic");
        writer.WriteAttributeString("id", program.Signal);
        writer.WriteAttributeString("type", type);
        writer.WriteAttributeString("programID", id);
        writer.WriteAttributeString("offset", Text(program.Offset));
    }

    private static string Text(double seconds) => seconds.ToString(CultureInfo.InvariantCulture);
}
