import { defineLab } from "pulumi-lvs/lab";

export default defineLab({
	links: { front: "10.77.0.0/24", back: "10.88.0.0/24" },
	machines: {
		lb: { front: "10.77.0.10", back: "10.88.0.10" },
		rs1: { front: "10.77.0.11", back: "10.88.0.11" },
		rs2: { front: "10.77.0.12", back: "10.88.0.12" },
		client: { front: "10.77.0.14" },
	},
});
