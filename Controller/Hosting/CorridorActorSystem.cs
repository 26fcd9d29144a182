using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signals.Actors.Supervision;

namespace Signals.Controller.Hosting;

/// <summary>The host of an actor system, with what single nodes and clusters have in common.</summary>
internal static class CorridorActorSystem
{
    public const string Name = "signals";

    public static IHost Build(ILoggerFactory loggers, Action<AkkaConfigurationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.AddAkka(Name, (akka, _) =>
        {
            akka
                .AddHocon(ControlDispatcher.Hocon, HoconAddMode.Prepend)
                .AddHocon("akka.coordinated-shutdown.run-by-clr-shutdown-hook = off", HoconAddMode.Prepend)
                .ConfigureLoggers(logging =>
                {
                    logging.ClearLoggers();
                    logging.LogLevel = Akka.Event.LogLevel.WarningLevel;
                    logging.AddLoggerFactory(loggers);
                });
            configure(akka);
        });
        return builder.Build();
    }
}
