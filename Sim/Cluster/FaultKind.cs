namespace Signals.Sim.Cluster;

/// <summary>What is done to a cluster.</summary>
public enum FaultKind
{
    /// <summary>SIGTERM to one node: a planned end.</summary>
    Terminate,

    /// <summary>SIGKILL to a node that is not the oldest.</summary>
    KillWorker,

    /// <summary>SIGKILL to the oldest, which coordinates.</summary>
    KillOldest,

    /// <summary>SIGKILL to the node of the lowest address, which decides between equal halves.</summary>
    KillLowest,

    /// <summary>SIGSTOP for 3 s: shorter than anybody reacts to.</summary>
    ShortPause,

    /// <summary>SIGSTOP for 20 s: the sleeper wakes with an old view of the world.</summary>
    LongPause,

    /// <summary>One node is cut off from the others for 20 s in both directions; it still reaches its cabinets.</summary>
    Partition,

    /// <summary>One node's packets to the others vanish for 20 s, theirs to it arrive.</summary>
    OneWayPartition,

    /// <summary>SIGKILL to all of them, and a start from nothing.</summary>
    RestartAll,

    /// <summary>A node that was stopped comes back and takes its home again.</summary>
    NodeAdded,

    /// <summary>One node after the other is ended and started again.</summary>
    RollingRestart,

    /// <summary>All nodes speak the previous version of messages; one after the other is ended and started with the present one.</summary>
    RollingUpgrade,

    /// <summary>Nothing can be written to the disk of a node's records for 20 s: a write waits.</summary>
    FrozenDisk,

    /// <summary>The disk of a node's records is full for 20 s: a write fails.</summary>
    FullDisk,

    /// <summary>Every processor of the machine is busy for 20 s.</summary>
    BusyProcessors,
}
