namespace Signals.Core.Traffic;

/// <summary>Kinds of vehicle that differ in size and performance.</summary>
public enum VehicleKind : byte
{
    Car = 0,
    Truck = 1,
    Bus = 2,
}

/// <summary>Size and mean driving style of a class; single drivers vary around it.</summary>
/// <param name="Length">Bumper to bumper, m.</param>
/// <param name="StandstillGap">Gap to the vehicle ahead in a queue, m.</param>
/// <param name="Acceleration">From standstill, m/s².</param>
/// <param name="Braking">Comfortable deceleration, m/s².</param>
/// <param name="Headway">Net time gap kept when following, s.</param>
/// <param name="Reaction">Time from green to moving off at the head of a queue, s.</param>
public sealed record VehicleClass(float Length, float StandstillGap, float Acceleration, float Braking, float Headway, float Reaction)
{
    /// <summary>5 m + 2.5 m: the 7.5 m of a queued vehicle. Headway chosen so that a lane discharges 1,800–1,900 veh/h.</summary>
    public static readonly VehicleClass Car = new(5.0f, 2.5f, 2.3f, 3.0f, 1.22f, 1.0f);

    public static readonly VehicleClass Truck = new(12.0f, 2.5f, 1.2f, 2.5f, 1.5f, 1.3f);

    public static readonly VehicleClass Bus = new(12.0f, 2.5f, 1.3f, 2.2f, 1.5f, 1.2f);

    public static VehicleClass Of(VehicleKind kind) => kind switch
    {
        VehicleKind.Truck => Truck,
        VehicleKind.Bus => Bus,
        _ => Car,
    };
}
