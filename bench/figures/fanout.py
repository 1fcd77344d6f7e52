"""One room, everybody in it: how much is delivered, how fast, and at what price."""

from bench.arena import Arena, Burst
from bench.options import Options
from bench.progress import say
from bench.samples import KILO, MILLI, Samples, empty


def measure(arena: Arena, options: Options, *, limit: Arena | None = None) -> Samples:
    """Return ``connect``, ``memory``, ``deliveries``, ``paced_p50``, ``paced_p99``, ``lost``.

    ``limit``: the C loop, which then gets a burst after each of ours; adds ``limit`` (what it
    delivers a second) and ``share`` (what we deliver of that).
    """
    samples = empty()
    arrival = arena.arrive()
    samples["connect"].append(arrival.seconds)
    samples["memory"].append(arrival.bytes_each / KILO)
    say(f"{options.clients} clients are in after {arrival.seconds:.2f} s")
    arena.warm_up()
    for _ in range(options.repetitions):
        burst = arena.burst()
        samples["deliveries"].append(burst.a_second)
        samples["lost"].append(burst.lost)
        for name, share in burst.cores.items():
            samples[f"cores_{name}"].append(share)
        say(_told(burst))
        if limit is not None:
            most = limit.burst().a_second
            samples["limit"].append(most)
            samples["share"].append(burst.a_second / most)
            say(f"the C loop: {most:,.0f} a second")
        pace = arena.pace(options.paced_seconds)
        samples["paced_p50"].append(pace.p50 * MILLI)
        samples["paced_p99"].append(pace.p99 * MILLI)
        samples["lost"][-1] += pace.lost
        say(f"at a steady pace: p50 {pace.p50 * MILLI:.1f} ms, p99 {pace.p99 * MILLI:.1f} ms")
    return dict(samples)


def _told(burst: Burst) -> str:
    cores = ", ".join(f"{name} {share:.2f}" for name, share in burst.cores.items())
    lost = f", {burst.lost} LOST" if burst.lost else ""
    return f"{burst.a_second:,.0f} deliveries a second{lost} (cores: {cores})"
