using Microsoft.Extensions.Logging;
using Signals.Actors.Links;
using Signals.Core.Model;

namespace Signals.Controller.Hosting;

/// <summary>Makes drivers for cabinets.</summary>
public interface ICabinetLinkFactory
{
    /// <summary>Checks, before anything starts, that a driver could be made.</summary>
    /// <exception cref="InvalidDataException">Unknown profile, or a register map that is wrong; names the register and what would be accepted.</exception>
    void Check(Intersection intersection);

    /// <summary>A fresh driver. It connects when it is run, not before.</summary>
    /// <param name="intersection">Whose cabinet.</param>
    /// <param name="claims">False in shadow: read only, leave the epoch to whoever has it.</param>
    /// <param name="time">The control time line, for stamping statuses.</param>
    /// <param name="loggers">For its log.</param>
    ICabinetLink Create(Intersection intersection, bool claims, TimeProvider time, ILoggerFactory loggers);
}
