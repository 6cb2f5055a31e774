/** A real server as schedulers see it. */
interface Server {
	readonly name: number;
	readonly weight: number;
	active: number;
	inactive: number;
}

/** Chooses among servers in the order of the kernel's list, where the last one added comes first. */
type Choose = (servers: readonly Server[]) => Server;

const first = (
	servers: readonly Server[],
	better: (one: Server, best: Server) => boolean,
): Server =>
	servers.reduce((best, server) => (better(server, best) ? server : best));

const overhead = ({ active, inactive }: Server) => active * 256 + inactive;

const divisor = (servers: readonly Server[]): number =>
	servers.reduce((result, { weight }) => greatest(result, weight), 0);

const greatest = (a: number, b: number): number =>
	b === 0 ? a : greatest(b, a % b);

/** The weight that counts at first: wrr keeps it while real servers are added one after the other (ip_vs_wrr_dest_changed). */
function countsAfterAdding(servers: readonly Server[]): number {
	const order = [...servers].reverse();
	return order.reduce((counts, _, index) => {
		const there = order.slice(0, index + 1);
		const step = divisor(there);
		const most = Math.max(...there.map(({ weight }) => weight)) - step + 1;
		if (counts > most || counts === 0) return most;
		return step > 1 ? Math.floor(counts / step) * step + 1 : counts;
	}, 0);
}

/** The rules of the schedulers whose choice follows from weights and connections (Linux 6.1, net/netfilter/ipvs/ip_vs_*.c). */
const rules: Readonly<Record<string, () => Choose>> = {
	rr() {
		let turn = -1;
		return (servers) => {
			turn = (turn + 1) % servers.length;
			return servers[turn] as Server;
		};
	},
	// walks the list for ever, and takes who has at least the weight that counts in this round: the highest first, then less
	wrr() {
		let turn = -1;
		let counts: number | undefined;
		return (servers) => {
			const step = divisor(servers);
			const most = Math.max(...servers.map(({ weight }) => weight)) - step + 1;
			counts ??= countsAfterAdding(servers);
			for (;;) {
				turn++;
				if (turn === servers.length) {
					turn = 0;
					counts -= step;
					if (counts <= 0) counts = most;
				}
				const server = servers[turn] as Server;
				if (server.weight >= counts) return server;
			}
		};
	},
	lc: () => (servers) =>
		first(servers, (one, best) => overhead(one) < overhead(best)),
	wlc: () => (servers) =>
		first(
			servers,
			(one, best) => overhead(one) * best.weight < overhead(best) * one.weight,
		),
	sed: () => (servers) =>
		first(
			servers,
			(one, best) =>
				(one.active + 1) * best.weight < (best.active + 1) * one.weight,
		),
	nq: () => (servers) =>
		servers.find(({ active }) => active === 0) ??
		first(
			servers,
			(one, best) =>
				(one.active + 1) * best.weight < (best.active + 1) * one.weight,
		),
	fo: () => (servers) =>
		first(servers, (one, best) => one.weight > best.weight),
	ovf: () => (servers) =>
		first(
			servers.filter(({ active, weight }) => active <= weight),
			(one, best) => one.weight > best.weight,
		),
};

export const formulas = Object.keys(rules);

/**
 * What a scheduler does with held connections, by its formula: `h4` opens four that stay open, `c1` closes all of real server
 * 1. The answer names the real server of each connection: `2121`.
 *
 * @param weights of real servers 1, 2, ..., added in this order.
 */
export function foretell(
	scheduler: string,
	weights: readonly number[],
	operations: readonly string[],
): string {
	const choose = rules[scheduler]?.();
	if (choose === undefined) throw new Error(`no formula for ${scheduler}`);
	const servers = weights
		.map((weight, index) => ({
			name: index + 1,
			weight,
			active: 0,
			inactive: 0,
		}))
		.reverse();
	return operations
		.map((operation) => {
			const count = Number(operation.slice(1));
			if (operation.startsWith("h"))
				return Array.from({ length: count }, () => {
					const server = choose(servers);
					server.active++;
					return server.name;
				}).join("");
			for (const server of servers.filter(({ name }) => name === count)) {
				server.inactive += server.active;
				server.active = 0;
			}
			return "";
		})
		.filter((answers) => answers !== "")
		.join(" ");
}
