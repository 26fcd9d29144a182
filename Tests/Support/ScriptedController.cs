using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing;

namespace Signals.Tests.Support;

/// <summary>A controller that wishes whatever the test says.</summary>
public sealed class ScriptedController(ControlLevel level, Func<ControlIntent> wish) : IController
{
    public ControlLevel Level => level;

    /// <summary>Times it took over.</summary>
    public int Adoptions { get; private set; }

    public void Adopt(in ControlView view) => Adoptions++;

    public ControlIntent Decide(in ControlView view) => wish();

    public void DrainEvents(ICollection<ControllerEvent> into)
    {
    }

    public string Explain() => $"scripted {level}";
}
