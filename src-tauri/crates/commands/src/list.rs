//! The list itself. One line per command: its name, what it takes and gives, and the function that does it. The
//! dispatcher, the names and the TypeScript map are all made from these lines, so they cannot drift apart.

use std::fmt::Write as _;

use patchbay_engine::{Code, Error, ErrorView};
use serde_json::Value;
use ts_rs::TS;

use crate::{
    Context,
    handlers::{
        api, attempts, bench, call_log, calls, connection_copies, connection_lists, connections,
        connector_copies, connector_folders, connector_versions, connectors, diagnostics, drafts, form_asks,
        history, integrations, parameters, preferences, presets, preview, sandbox, saved_requests, status,
        tenants, webhooks, workspace, workspace_files,
    },
};

#[allow(clippy::wildcard_imports, reason = "the list names every type of that module")]
use crate::types::*;
use patchbay_connector::Imported;

macro_rules! commands {
    ($($name:ident: $request:ty => $answer:ty = $handler:path;)*) => {
        /// The names of all commands.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// Does one command. The error is what a person should see, whatever the transport.
        pub async fn dispatch(context: &Context, command: &str, payload: Value) -> Result<Value, ErrorView> {
            match command {
                $(stringify!($name) => {
                    let request: $request = decode(command, payload)?;
                    let answer: $answer = $handler(context, request).await.map_err(ErrorView::from)?;
                    serde_json::to_value(answer).map_err(|error| Error::internal(error).into())
                })*
                _ => Err(Error::not_found("command", command).into()),
            }
        }

        /// The map of commands for TypeScript: name → [request, answer].
        pub fn typescript() -> String {
            let config = ts_rs::Config::new();
            let mut lines = String::new();
            let mut names = std::collections::BTreeSet::new();
            $({
                let (request, answer) = (<$request>::name(&config), <$answer>::name(&config));
                for name in [&request, &answer] {
                    names.insert(name.trim_start_matches("Array<").trim_end_matches('>').to_owned());
                }
                let _ = writeln!(lines, "  {}: [{request}, {answer}];", stringify!($name));
            })*
            let mut text = String::from("// Generated from the list of commands; do not edit.\n");
            for name in names {
                let _ = writeln!(text, "import type {{ {name} }} from \"./{name}\";");
            }
            let _ = write!(text, "\nexport interface Commands {{\n{lines}}}\n");
            text
        }
    };
}

commands! {
    status: Nothing => StatusAnswer = status::status;
    doctor: Nothing => Vec<Check> = status::doctor;
    vault_choose: VaultChooseRequest => VaultStatus = status::vault_choose;
    vault_unlock: VaultUnlockRequest => VaultStatus = status::vault_unlock;
    vault_start_over: Nothing => VaultStatus = status::vault_start_over;
    connectors: ConnectorsRequest => Vec<ConnectorSummary> = connectors::connectors;
    connector_show: ConnectorShowRequest => ConnectorDetail = connectors::connector_show;
    connector_check: ConnectorCheckRequest => ConnectorCheckAnswer = connectors::connector_check;
    connector_import: ConnectorImportRequest => Imported = connectors::connector_import;
    connector_versions: ConnectorVersionsRequest => Vec<ConnectorVersionView> = connector_versions::connector_versions;
    connector_folders: Nothing => Vec<ConnectorFolderView> = connector_folders::connector_folders;
    connector_folder_add: ConnectorFolderRequest => Vec<ConnectorFolderView> = connector_folders::connector_folder_add;
    connector_folder_remove: ConnectorFolderRequest => Vec<ConnectorFolderView> = connector_folders::connector_folder_remove;
    integrations: Nothing => Vec<IntegrationSummary> = integrations::integrations;
    integration_show: IntegrationRef => IntegrationDetail = integrations::integration_show;
    integration_add: IntegrationAddRequest => IntegrationDetail = integrations::integration_add;
    integration_set: IntegrationSetRequest => IntegrationDetail = integrations::integration_set;
    secret_mark: SecretMarkRequest => SecretMarkAnswer = integrations::secret_mark;
    integration_upgrade: IntegrationUpgradeRequest => IntegrationUpgradeAnswer = connector_versions::integration_upgrade;
    integration_remove: IntegrationRef => Nothing = integrations::integration_remove;
    connections: ConnectionsRequest => ConnectionsAnswer = connection_lists::connections;
    connection_show: ConnectionRef => ConnectionDetail = connections::connection_show;
    connection_test: ConnectionRef => TestAnswer = connections::connection_test;
    connection_refresh: ConnectionRef => ConnectionDetail = connections::connection_refresh;
    connection_archive: ConnectionRef => ArchiveAnswer = connections::connection_archive;
    connection_restore: ConnectionRef => ConnectionDetail = connections::connection_restore;
    connection_rename: ConnectionRenameRequest => ConnectionDetail = connections::connection_rename;
    connection_set_key: ConnectionSetKeyRequest => ConnectionDetail = connections::connection_set_key;
    parameters: ConnectionRef => ParametersView = parameters::parameters;
    parameters_preview: PreviewRequest => Preview = preview::parameters_preview;
    parameters_save: ParametersSaveRequest => ParametersSaveAnswer = parameters::parameters_save;
    parameters_history: ConnectionRef => Vec<HistoryView> = history::parameters_history;
    drafts: Nothing => Vec<DraftView> = drafts::drafts;
    draft_save: DraftView => DraftView = drafts::draft_save;
    draft_discard: DraftRef => Nothing = drafts::draft_discard;
    connect_start: ConnectStartRequest => AttemptView = attempts::connect_start;
    attempt: AttemptRef => AttemptView = attempts::attempt;
    attempt_wait: AttemptRef => AttemptView = attempts::attempt_wait;
    attempt_choose: AttemptChooseRequest => AttemptView = attempts::attempt_choose;
    connect_cancel: AttemptRef => AttemptView = attempts::connect_cancel;
    connect_open: ConnectOpenRequest => AttemptView = attempts::connect_open;
    redirected: RedirectedRequest => RedirectedAnswer = attempts::redirected;
    call: CallRequest => CallAnswer = calls::call;
    calls: CallsRequest => Vec<CallView> = calls::calls;
    reveal: RevealRequest => RevealAnswer = workspace::reveal;
    token: TokenRequest => TokenAnswer = workspace::token;
    environment: EnvironmentRequest => EnvironmentAnswer = workspace::environment;
    tenants: Nothing => Vec<TenantView> = tenants::tenants;
    api: Nothing => ApiView = api::api;
    api_access_set: ApiAccessSetRequest => ApiView = api::api_access_set;
    api_requests: Nothing => Vec<ApiRequestView> = api::api_requests;
    webhook_set: WebhookSetRequest => ApiView = webhooks::webhook_set;
    webhook_test: Nothing => DeliveryView = webhooks::webhook_test;
    webhook_deliveries: Nothing => Vec<DeliveryView> = webhooks::webhook_deliveries;
    webhook_redeliver: DeliveryRef => DeliveryView = webhooks::webhook_redeliver;
    form_asks: Nothing => Vec<FormAskView> = form_asks::form_asks;
    parameters_restore: HistoryRef => ParametersSaveAnswer = history::parameters_restore;
    compare: CompareRequest => CompareAnswer = history::compare;
    presets: Nothing => Vec<PresetView> = presets::presets;
    preset_save: PresetSaveRequest => PresetView = presets::preset_save;
    preset_delete: PresetRef => Nothing = presets::preset_delete;
    preset_apply: PresetApplyRequest => Vec<PresetApplied> = presets::preset_apply;
    call_log: CallLogRequest => CallLogAnswer = call_log::call_log;
    call_show: CallRef => CallDetail = call_log::call_show;
    calls_har: CallLogRequest => HarAnswer = call_log::calls_har;
    saved_requests: SavedRequestsRequest => Vec<SavedRequest> = saved_requests::saved_requests;
    saved_request_save: SavedRequest => SavedRequest = saved_requests::saved_request_save;
    saved_request_delete: SavedRequestRef => Nothing = saved_requests::saved_request_delete;
    connection_expire: ConnectionExpireRequest => ConnectionDetail = bench::connection_expire;
    calls_burst: CallsBurstRequest => CallsBurstAnswer = bench::calls_burst;
    sandbox: Nothing => SandboxView = sandbox::sandbox;
    sandbox_faults_set: SandboxFaults => SandboxView = sandbox::sandbox_faults_set;
    sandbox_revoke: SandboxSelection => SandboxView = sandbox::sandbox_revoke;
    sandbox_expire: SandboxSelection => SandboxView = sandbox::sandbox_expire;
    preferences: Nothing => Preferences = preferences::preferences;
    preferences_set: PreferencesChange => Preferences = preferences::preferences_set;
    files_pull: Nothing => FilesAnswer = workspace_files::files_pull;
    files_push: FilesPushRequest => FilesPlan = workspace_files::files_push;
    connection_ids: ConnectionsRequest => ConnectionIdsAnswer = connection_lists::connection_ids;
    connection_duplicate: ConnectionDuplicateRequest => DraftView = connection_copies::connection_duplicate;
    diagnostics: Nothing => DiagnosticsAnswer = diagnostics::diagnostics;
    connector_copy: ConnectorCopyRequest => ConnectorCopyAnswer = connector_copies::connector_copy;
    tenant_set: TenantSetRequest => TenantView = tenants::tenant_set;
    tenant_archive: TenantRef => Nothing = tenants::tenant_archive;
    tenant_restore: TenantRef => TenantView = tenants::tenant_restore;
    form_ask_answer: FormAskAnswerRequest => Nothing = form_asks::form_ask_answer;
}

/// Reads a request. A command without fields may come without a payload.
fn decode<T: serde::de::DeserializeOwned>(command: &str, payload: Value) -> Result<T, ErrorView> {
    let payload = if payload.is_null() {
        Value::Object(serde_json::Map::new())
    } else {
        payload
    };
    serde_json::from_value(payload).map_err(|error| {
        // serde's message may quote the value; only its kind and place are kept.
        let text = error.to_string();
        let words = text.split(':').next().unwrap_or_default().to_owned();
        Error::new(
            Code::InvalidRequest,
            format!("The command “{command}” does not understand this request ({words})."),
        )
        .next("Compare the request with the command's description.")
        .into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes the map beside the types that ts-rs exports; the build fails where the pages use it otherwise.
    #[test]
    fn export_bindings_commands() {
        let folder = std::env::var("TS_RS_EXPORT_DIR").expect("set in .cargo/config.toml");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(std::path::Path::new(&folder).join("Commands.ts"), typescript()).unwrap();
    }

    #[test]
    fn names_are_distinct() {
        let mut names = NAMES.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), NAMES.len());
    }

    #[test]
    fn a_bad_request_does_not_quote_a_secret() {
        let payload = serde_json::json!({"source": "keyring", "passphrase": {"hunter2": 1}});
        let error = decode::<VaultUnlockRequest>("vault_unlock", payload)
            .err()
            .unwrap();
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }
}
