// How the machines are reached: put yours here. Their host keys are always checked.
const login = {
	user: "ops",
	privateKeyFile: "~/.ssh/id_ed25519",
	knownHosts: "~/.ssh/known_hosts",
};

export const hosts = {
	lb: { ...login, address: "192.0.2.66" },
	rs1: { ...login, address: "192.0.2.67" },
	rs2: { ...login, address: "192.0.2.68" },
};
