import { type ChildProcess, spawn } from "node:child_process";
import type { AddressInfo, Server as NetServer, Socket } from "node:net";
import { connect as connectSocket } from "node:net";
import ssh2, { type AuthContext, type ServerChannel } from "ssh2";
import type { HostConnection } from "../../../src/model/host.ts";

// ssh2 is CommonJS whose named exports Node does not see.
const { Server, utils } = ssh2;

export interface KeyPair {
	readonly private: string;
	readonly public: string;
}

export function newKey(): KeyPair {
	const pair: KeyPair = utils.generateKeyPairSync("ed25519");
	// About one in 250 is written wrongly by ssh2 1.17, and neither it nor OpenSSH can read it.
	return utils.parseKey(pair.private) instanceof Error ? newKey() : pair;
}

/** What a test can look at and interfere with. */
export interface SshServer {
	readonly connection: HostConnection;
	readonly port: number;
	readonly hostKey: KeyPair;
	/** Command lines that clients asked for. */
	readonly commands: string[];
	/** Connections that were accepted, whether they logged in or not. */
	readonly accepted: () => number;
	/** Connections open now. */
	readonly connected: () => number;
	readonly mostChannels: () => number;
	/** Process ids of the shells started, each the leader of its own group. */
	readonly processes: number[];
	/** Reads nothing any more from any client, like a host that died. */
	silence(): void;
	/** Destroys the TCP connections of all clients. */
	dropClients(): void;
	close(): Promise<void>;
}

export interface SshServerOptions {
	readonly port?: number;
	readonly hostKey?: KeyPair;
	readonly login?: KeyPair;
	readonly user?: string;
	/** Replaces what is executed for a command line. */
	readonly rewrite?: (command: string) => string;
	/** What is run for a command line. Default: `/bin/sh -c`. */
	readonly program?: (command: string) => readonly string[];
	/** Replaces a script of ours on its way in. */
	readonly edit?: (script: string) => string;
	/** Gives the output to the client in pieces of so many bytes. */
	readonly pieces?: number;
	readonly forwarding?: boolean;
	/** As sshd's MaxSessions. */
	readonly maxSessions?: number;
	readonly onAuthentication?: (context: AuthContext) => void;
}

/** An SSH server on a loopback port, whose `exec` really runs `sh`, as sshd does: own session, pipes, exit or signal. */
export async function startSshServer(
	options: SshServerOptions = {},
): Promise<SshServer> {
	const hostKey = options.hostKey ?? newKey();
	const login = options.login ?? newKey();
	const allowed = utils.parseKey(login.public);
	if (allowed instanceof Error) throw allowed;
	const commands: string[] = [];
	const processes: number[] = [];
	const sockets = new Set<Socket>();
	const children = new Set<ChildProcess>();
	let accepted = 0;
	let channels = 0;
	let mostChannels = 0;

	const server = new Server({ hostKeys: [hostKey.private] }, (client) => {
		client.on("error", () => {});
		client.on("authentication", (context) => {
			options.onAuthentication?.(context);
			if (
				context.method !== "publickey" ||
				context.username !== (options.user ?? "root") ||
				!context.key.data.equals(allowed.getPublicSSH())
			) {
				context.reject(["publickey", "password"]);
				return;
			}
			const { blob, signature, hashAlgo } = context;
			if (
				signature !== undefined &&
				allowed.verify(blob as Buffer, signature, hashAlgo) !== true
			)
				context.reject();
			else context.accept();
		});
		client.on("ready", () => {
			client.on("session", (accept, reject) => {
				if (channels >= (options.maxSessions ?? Number.POSITIVE_INFINITY)) {
					reject();
					return;
				}
				const session = accept();
				channels += 1;
				mostChannels = Math.max(mostChannels, channels);
				session.on("close", () => {
					channels -= 1;
				});
				session.on("exec", (acceptExec, _reject, { command }) => {
					commands.push(command);
					runShell(options.rewrite?.(command) ?? command, acceptExec());
				});
			});
			client.on("tcpip", (accept, reject, { destIP, destPort }) => {
				if (options.forwarding !== true) {
					reject();
					return;
				}
				const onward = connectSocket(destPort, destIP);
				onward.on("error", () => reject());
				onward.on("connect", () => {
					const channel = accept();
					channel.pipe(onward).pipe(channel);
					channel.on("close", () => onward.destroy());
				});
			});
		});
	});

	function runShell(command: string, channel: ServerChannel) {
		const [program = "", ...words] = options.program?.(command) ?? [
			"/bin/sh",
			"-c",
			command,
		];
		const child = spawn(program, words, { detached: true });
		children.add(child);
		if (child.pid !== undefined) processes.push(child.pid);
		const inPieces = (write: (piece: Buffer) => unknown) => (data: Buffer) => {
			const size = options.pieces ?? data.length;
			for (let start = 0; start < data.length; start += size)
				write(data.subarray(start, start + size));
		};
		child.stdout.on(
			"data",
			inPieces((piece) => channel.write(piece)),
		);
		child.stderr.on(
			"data",
			inPieces((piece) => channel.stderr.write(piece)),
		);
		child.stdin.on("error", () => {});
		const { edit } = options;
		if (edit === undefined)
			channel.on("data", (data: Buffer) => child.stdin.write(data));
		else {
			// our end keeps standard input open: a script has come whole when its last line has
			const parts: Buffer[] = [];
			channel.on("data", (data: Buffer) => {
				parts.push(data);
				const script = Buffer.concat(parts).toString();
				if (!script.endsWith("exit; }\n")) return;
				child.stdin.write(edit(script));
				parts.length = 0;
			});
		}
		channel.on("end", () => child.stdin.end());
		channel.on("close", () => child.stdin.destroy());
		// Like sshd: the status when the shell ends, the end when nobody can write any more.
		child.on("exit", (code, signal) => {
			if (signal === null) channel.exit(code ?? 0);
			else channel.exit(signal.slice("SIG".length));
		});
		child.on("close", () => {
			children.delete(child);
			channel.end();
		});
	}

	const net = (server as unknown as { _srv: NetServer })._srv;
	net.on("connection", (socket) => {
		accepted += 1;
		// As sshd does; otherwise each answer waits 40 ms for an acknowledgement.
		socket.setNoDelay(true);
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
	});
	await new Promise<void>((resolve) => {
		server.listen(options.port ?? 0, "127.0.0.1", resolve);
	});
	const { port } = server.address() as AddressInfo;
	return {
		connection: {
			address: "127.0.0.1",
			port,
			privateKey: login.private,
			hostKey: hostKey.public,
		},
		port,
		hostKey,
		commands,
		processes,
		accepted: () => accepted,
		connected: () => sockets.size,
		mostChannels: () => mostChannels,
		silence: () => {
			for (const socket of sockets) socket.pause();
		},
		dropClients: () => {
			for (const socket of sockets) socket.destroy();
		},
		close: async () => {
			for (const socket of sockets) socket.destroy();
			for (const { pid } of children)
				try {
					if (pid !== undefined) process.kill(-pid, "SIGKILL");
				} catch {
					// Ended, but something that it started keeps its output open.
				}
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
