/** What can be done with tenants. Each act can be taken back. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { Nothing } from "../../shared/generated/Nothing";
import type { TenantSetRequest } from "../../shared/generated/TenantSetRequest";
import type { TenantView } from "../../shared/generated/TenantView";
import { rpc } from "../../shared/host";
import { say } from "../../shared/toast";

export function useTenants() {
  const client = useQueryClient();
  const renew = () => Promise.all(["tenants", "connections"].map((command) => client.invalidateQueries({ queryKey: [command] })));
  const set = useMutation<TenantView, ErrorView, TenantSetRequest>({ mutationFn: (tenant) => rpc("tenant_set", tenant), onSuccess: renew });
  const archive = useMutation<Nothing, ErrorView, TenantView>({
    mutationFn: ({ key }) => rpc("tenant_archive", { key }),
    onSuccess: (_, tenant) => {
      const undo = async () => {
        await rpc("tenant_restore", { key: tenant.key });
        await renew();
      };
      say(`${tenant.name} is archived.`, { undo });
      return renew();
    },
  });
  const rename = async (tenant: TenantView, name: string) => {
    await set.mutateAsync({ key: tenant.key, name });
    const undo = async () => {
      await rpc("tenant_set", { key: tenant.key, name: tenant.name });
      await renew();
    };
    say(`${tenant.name} is now called ${name}.`, { undo });
  };
  return { set, archive, rename };
}
