namespace Signals.Sim.Sumo.Sensing;

/// <summary>What our sensors see of SUMO's traffic. Queues outside the network and routes are invisible to all of them.</summary>
public enum SensingModel
{
    /// <summary>Every vehicle within 200 m of its stop line, and on the first 200 m of every lane that leads away, once a second and exactly.</summary>
    Ideal,

    /// <summary>As <see cref="Ideal"/> with the errors of <see cref="FieldErrors"/>.</summary>
    Field,

    /// <summary>One loop at the stop line and one in advance of it in every lane.</summary>
    Loops,
}

/// <summary>Names of a <see cref="SensingModel"/>.</summary>
public static class SensingModels
{
    /// <summary>Name on the command line and in results.</summary>
    public static string Word(this SensingModel model) => model switch
    {
        SensingModel.Field => "field",
        SensingModel.Loops => "loops",
        _ => "ideal",
    };
}
