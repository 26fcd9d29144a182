using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Drivers.Cabinet;
using Signals.Modbus;
using Signals.Sim.Cabinet;
using Signals.Sim.Cabinet.Monitor;

namespace Signals.Tests.Cabinet;

/// <summary>A cabinet in virtual time with a strict auditor on its load switches, and a master that writes frames into it.</summary>
internal sealed class CabinetRig
{
    private readonly CabinetMonitor _auditor;
    private ushort _seq;

    public CabinetRig(Intersection intersection, EmulatedCabinetOptions? options = null, IEpochStore? epochs = null)
    {
        Epochs = epochs ?? new MemoryEpochStore();
        Cabinet = new EmulatedCabinet(intersection, options ?? EmulatedCabinetOptions.Default, Epochs);
        _auditor = new CabinetMonitor(new ProgramCard(intersection));
        Now = new Instant(1_800_000_000_000);
        StepOnce();
    }

    public EmulatedCabinet Cabinet { get; }

    public IEpochStore Epochs { get; }

    public Instant Now { get; private set; }

    /// <summary>Sees what the sequencer meant, before injected lamp faults.</summary>
    public MonitorFindings Audit => _auditor.Findings;

    public ushort Seq => _seq;

    public void StepOnce()
    {
        Now += EmulatedCabinet.Period;
        Cabinet.Step(Now);
        _auditor.Observe(Cabinet.Lamps.Intended, Now.UnixMilliseconds);
    }

    public void Run(double seconds)
    {
        for (var i = 0; i < seconds * 10; i++)
        {
            StepOnce();
        }
    }

    /// <summary>Steps until the condition holds; fails after <paramref name="withinSeconds"/>.</summary>
    public void RunUntil(Func<bool> condition, double withinSeconds, string what)
    {
        var end = Now + Duration.FromSeconds(withinSeconds);
        while (!condition())
        {
            Assert.That(Now, Is.LessThan(end), $"{what} did not happen within {withinSeconds} s; mode {Cabinet.Mode} ({Cabinet.Reason}), {Cabinet.Monitor.Findings}");
            StepOnce();
        }
    }

    public CabinetRig RunToLocal()
    {
        RunUntil(() => Cabinet.Mode == CabinetMode.LocalTimeOfDay, 60, "local plan");
        return this;
    }

    public SlaveExceptionCode Claim(uint epoch, ushort owner = 7)
    {
        var claim = new ushort[RegisterMap.Claim.Length];
        new ClaimFrame(epoch, owner).Encode(claim);
        return Cabinet.Registers.WriteHoldingRegisters(RegisterMap.Claim.Start, claim);
    }

    /// <summary>A valid frame of the current epoch and the next sequence.</summary>
    public CommandFrame Frame(CommandKind kind, GroupRequest request = default, int stage = 0, int leaseMs = 3000) => new(
        Cabinet.Authority.Epoch, 7, ++_seq, (ushort)leaseMs, kind, 0, request, (ushort)stage, 0, unchecked((ushort)Cabinet.Table.ConfigHash));

    public RejectCode Send(CommandFrame frame)
    {
        var registers = new ushort[RegisterMap.Command.Length];
        frame.Encode(registers);
        return Cabinet.Registers.WriteFrame(registers);
    }

    public RejectCode Send(CommandKind kind, GroupRequest request = default, int stage = 0, int leaseMs = 3000) =>
        Send(Frame(kind, request, stage, leaseMs));

    /// <summary>Asks for exactly these groups, holding what is still inside its minimum, as the governor does.</summary>
    public RejectCode Ask(params int[] groups)
    {
        var green = GroupSet.Of(groups);
        var (held, called) = (green, green);
        foreach (var group in Cabinet.Sequencer.Go - green)
        {
            if (Cabinet.Sequencer.EarliestEnd(group, Now) > Now)
            {
                held = held.With(group);
                called -= Cabinet.Table.ConflictsOf(group);
            }
        }

        held = (held - green) | called;
        return Send(CommandKind.Masks, new GroupRequest(held, Cabinet.Table.All - held, Cabinet.Table.All - called, called));
    }

    /// <summary>Keeps asking for the same groups every 200 ms.</summary>
    public void Drive(double seconds, params int[] groups)
    {
        for (var i = 0; i < seconds * 5; i++)
        {
            Assert.That(Ask(groups), Is.EqualTo(RejectCode.None));
            Run(0.2);
        }
    }

    public ushort Status(int offset)
    {
        var status = new ushort[RegisterMap.Status.Length];
        Assert.That(Cabinet.Registers.ReadInputRegisters(RegisterMap.Status.Start, status), Is.EqualTo(SlaveExceptionCode.None));
        return status[offset];
    }
}
