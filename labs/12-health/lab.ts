import { defineLab } from "pulumi-lvs/lab";

export default defineLab({
	links: { lan: "172.18.0.0/24" },
	machines: {
		lb: { lan: "172.18.0.66" },
		rs1: { lan: "172.18.0.67" },
		rs2: { lan: "172.18.0.68" },
		rs3: { lan: "172.18.0.69" },
		client: { lan: "172.18.0.10" },
	},
});
