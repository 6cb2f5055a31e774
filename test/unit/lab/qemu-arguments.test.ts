import assert from "node:assert/strict";
import { test } from "node:test";
import {
	type QemuMachine,
	qemuArguments,
	qemuShape,
} from "../../../src/lab/qemu-arguments.ts";

const clone: QemuMachine = {
	name: "lb",
	accelerator: "tcg",
	memory: 512,
	memoryFile: { path: "/t/ram", shared: false },
	image: "/i",
	disk: "/l/lb.qcow2",
	sshPort: 4022,
	cards: [{ mac: "52:54:00:00:00:aa", socket: "/l/lb.lan.net" }],
	paths: {
		console: "/l/lb.console",
		agent: "/l/lb.agent",
		qmp: "/l/lb.qmp",
		pidFile: "/l/lb.pid",
	},
	incoming: true,
};

/** The value after an option, for each time it is given. */
function values(words: string[], option: string): string[] {
	return words.flatMap((word, i) =>
		word === option ? [words[i + 1] ?? ""] : [],
	);
}

test("a clone copies the template's memory and waits for its state", () => {
	const words = qemuArguments(clone);
	assert.deepEqual(values(words, "-object"), [
		"memory-backend-file,id=m0,size=512M,mem-path=/t/ram,share=off",
	]);
	assert.deepEqual(values(words, "-incoming"), ["defer"]);
});

test("the template writes its memory to the file, and boots", () => {
	const words = qemuArguments({
		...clone,
		memoryFile: { path: "/t/ram", shared: true },
		incoming: false,
	});
	assert.match(values(words, "-object")[0] ?? "", /share=on$/);
	assert.deepEqual(values(words, "-incoming"), []);
});

test("a machine that is switched on with its old disk has memory of its own", () => {
	const { memoryFile: _, ...cold } = clone;
	assert.deepEqual(values(qemuArguments(cold), "-object"), [
		"memory-backend-ram,id=m0,size=512M",
	]);
});

test("the way in is a loopback port, and there is no way out", () => {
	const [management, card] = values(qemuArguments(clone), "-netdev");
	assert.equal(
		management,
		"user,id=n0,ipv6=off,restrict=on,hostfwd=tcp:127.0.0.1:4022-:22",
	);
	assert.equal(
		card,
		"stream,id=n1,server=off,addr.type=unix,addr.path=/l/lb.lan.net",
	);
});

test("KVM gives the machine the host's processor, emulation one that is quick to emulate", () => {
	const cpu = (accelerator: "kvm" | "tcg") =>
		values(qemuArguments({ ...clone, accelerator }), "-cpu")[0];
	assert.equal(cpu("kvm"), "host");
	assert.equal(cpu("tcg"), "qemu64,+rdrand");
});

test("a comma in a path is not taken for the next option", () => {
	assert.match(
		values(qemuArguments({ ...clone, disk: "/a,b/d" }), "-drive")[0] ?? "",
		/^file=\/a,,b\/d,if=none/,
	);
});

test("a shape changes with what a snapshot depends on, and with nothing else", () => {
	const shape = { accelerator: "tcg", memory: 512, cards: 1 } as const;
	const text = (of: Parameters<typeof qemuShape>[0]) => qemuShape(of).join(" ");
	assert.equal(text(shape), text({ ...shape }));
	assert.notEqual(text(shape), text({ ...shape, memory: 256 }));
	assert.notEqual(text(shape), text({ ...shape, cards: 2 }));
	assert.notEqual(text(shape), text({ ...shape, accelerator: "kvm" }));
});
