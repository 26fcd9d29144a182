using Signals.Core.Model;

namespace Signals.Core.Sensing;

/// <summary>Calls and extensions by signal group, as the controllers read them.</summary>
/// <param name="Presence">Vehicle and bicycle groups with an actuation now: they extend a green.</param>
/// <param name="Calls">Groups that wait for service: presence while not green, or latched where the group locks, or recall for a failed detector.</param>
/// <param name="PedestrianCalls">Pedestrian groups with a latched button call.</param>
/// <param name="FailedDetection">Groups whose detection is so poor that they must be served by recall.</param>
public readonly record struct Demand(GroupSet Presence, GroupSet Calls, GroupSet PedestrianCalls, GroupSet FailedDetection);
