using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Safety;

/// <summary>What a group shows and for how long it has.</summary>
public readonly record struct GroupStatus(GroupState State, Duration TimeInState);
