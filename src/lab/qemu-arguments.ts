/** One virtual machine as QEMU must start it. Two machines with the same `shape` can share a snapshot. */
export interface QemuMachine {
	readonly name: string;
	readonly accelerator: "kvm" | "tcg";
	/** Memory in megabytes. */
	readonly memory: number;
	/** The file with the machine's memory. `shared`: the machine writes to it (the template). Otherwise what is written goes to a private copy (a clone). */
	readonly memoryFile?: { readonly path: string; readonly shared: boolean };
	/** The directory of the image, with kernel and initrd. */
	readonly image: string;
	readonly disk: string;
	/** Loopback port that is forwarded to port 22 of the machine. */
	readonly sshPort: number;
	/** Network cards after the management one: eth1, eth2, … A card without a socket is not plugged in. */
	readonly cards: readonly {
		readonly mac: string;
		readonly socket?: string;
	}[];
	readonly paths: {
		readonly console: string;
		readonly agent: string;
		readonly qmp: string;
		readonly pidFile: string;
	};
	/** Wait for a snapshot instead of booting. */
	readonly incoming: boolean;
}

/**
 * `mitigations=off` saves 1.3 s of a boot under emulation, where there is nothing to protect. `norandmaps`: QEMU translates a
 * program's code once for each address at which it is mapped, so a new place for libc in each process costs half of a lab's time.
 */
const KERNEL_COMMAND_LINE =
	"root=/dev/vda rw console=ttyS0 net.ifnames=0 quiet mitigations=off nokaslr norandmaps lab.address=10.0.2.15/24 lab.gateway=10.0.2.2";

/**
 * The arguments of qemu-system-x86_64, which goes to the background once its sockets exist.
 *
 * All machines have one machine type, so that snapshots are portable. Under emulation the CPU is `qemu64`: with `max` the guest would use features that are
 * slow to emulate. `tb-size` limits the translation cache, which otherwise grows to 1 GB. When it is full, QEMU throws all of it away.
 *
 * `cache=unsafe`: nothing waits for this computer's disk. `write-cache=off`: QEMU keeps no map of the disk in its own memory,
 * so what the guest wrote survives when QEMU is killed (ext4 without a journal sends its last blocks after the flush).
 */
export function qemuArguments(machine: QemuMachine): string[] {
	const { memory, memoryFile, paths } = machine;
	return [
		...["-name", machine.name, "-nodefaults", "-no-user-config"],
		...["-display", "none", "-smp", "1", "-m", `${memory}`],
		"-object",
		memoryFile === undefined
			? `memory-backend-ram,id=m0,size=${memory}M`
			: `memory-backend-file,id=m0,size=${memory}M,mem-path=${value(memoryFile.path)},share=${memoryFile.shared ? "on" : "off"}`,
		...["-machine", "q35,usb=off,memory-backend=m0"],
		...(machine.accelerator === "kvm"
			? ["-accel", "kvm", "-cpu", "host"]
			: ["-accel", "tcg,thread=multi,tb-size=256", "-cpu", "qemu64,+rdrand"]),
		...["-kernel", `${machine.image}/vmlinux`],
		...["-initrd", `${machine.image}/initrd`],
		...["-append", KERNEL_COMMAND_LINE],
		"-drive",
		`file=${value(machine.disk)},if=none,id=d0,cache=unsafe,discard=unmap`,
		...["-device", "virtio-blk-pci,drive=d0,write-cache=off"],
		"-netdev",
		`user,id=n0,ipv6=off,restrict=on,hostfwd=tcp:127.0.0.1:${machine.sshPort}-:22`,
		...["-device", "virtio-net-pci,netdev=n0,mac=52:54:00:00:00:01"],
		...machine.cards.flatMap(({ mac, socket }, i) => [
			"-netdev",
			socket === undefined
				? `hubport,id=n${i + 1},hubid=${i + 1}`
				: `stream,id=n${i + 1},server=off,addr.type=unix,addr.path=${value(socket)}`,
			"-device",
			`virtio-net-pci,netdev=n${i + 1},mac=${mac}`,
		]),
		...["-serial", `file:${value(paths.console)}`],
		...["-serial", `unix:${value(paths.agent)},server=on,wait=off`],
		...["-qmp", `unix:${value(paths.qmp)},server=on,wait=off`],
		...["-pidfile", paths.pidFile, "-daemonize"],
		...(machine.incoming ? ["-incoming", "defer"] : []),
	];
}

/** All properties of a machine that a snapshot depends on. Machines with the same shape can be cloned from one snapshot. */
export function qemuShape(options: {
	accelerator: "kvm" | "tcg";
	memory: number;
	cards: number;
}): string[] {
	return qemuArguments({
		...options,
		name: "shape",
		image: "image",
		memoryFile: { path: "ram", shared: true },
		disk: "disk",
		sshPort: 0,
		cards: Array.from({ length: options.cards }, () => ({ mac: "mac" })),
		paths: {
			console: "console",
			agent: "agent",
			qmp: "qmp",
			pidFile: "pid",
		},
		incoming: false,
	});
}

/** QEMU's option syntax: a comma in a value is written twice. */
function value(text: string): string {
	return text.replaceAll(",", ",,");
}
