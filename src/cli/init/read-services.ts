import { defaults } from "../../model/defaults.ts";
import { UsageError } from "../usage-error.ts";

const names: Readonly<Record<string, string>> = {
	"80/tcp": "http",
	"443/tcp": "https",
	"53/udp": "dns",
};

/** The services that ports like `80` and `53/udp` mean, as a declaration has them. */
export function readServices(
	ports: readonly string[],
	scheduler: string = defaults.scheduler,
): Record<string, Record<string, unknown>> {
	return Object.fromEntries(
		ports.map((text) => {
			const [, digits = "", protocol = "tcp"] =
				/^(\d+)(?:\/(tcp|udp))?$/.exec(text) ?? [];
			const port = Number(digits);
			if (!(port > 0 && port <= 65535))
				throw new UsageError(
					`--port ${text}: a port is written like 80 or 53/udp`,
				);
			return [
				names[`${port}/${protocol}`] ?? `${protocol}-${port}`,
				{ [protocol]: port, scheduler },
			];
		}),
	);
}
