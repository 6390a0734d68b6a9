//! The catalogue.

use patchbay_connector::{Connector, Imported, WebviewRule, import};
use patchbay_engine::{Code, Error};

use crate::{
    ConnectorCheckAnswer, ConnectorCheckRequest, ConnectorDetail, ConnectorImportRequest,
    ConnectorShowRequest, ConnectorSummary, ConnectorsRequest, Context, Named,
};

pub(crate) async fn connectors(
    context: &Context,
    request: ConnectorsRequest,
) -> Result<Vec<ConnectorSummary>, Error> {
    let catalogue = context.engine.catalogue();
    Ok(catalogue
        .search(request.search.as_deref().unwrap_or_default())
        .into_iter()
        .map(|connector| summary(connector, catalogue.is_own(connector.key())))
        .collect())
}

pub(crate) async fn connector_show(
    context: &Context,
    request: ConnectorShowRequest,
) -> Result<ConnectorDetail, Error> {
    let catalogue = context.engine.catalogue();
    let connector = match &request.version {
        Some(version) => context.engine.connector(&request.key, version).await?,
        None => catalogue
            .get(&request.key)
            .cloned()
            .ok_or_else(|| Error::not_found("connector", &request.key))?,
    };
    Ok(ConnectorDetail {
        summary: summary(&connector, catalogue.is_own(connector.key())),
        text: connector.text().to_owned(),
        parameters_schema: connector.parameters_schema(None),
        input_schema: connector.input_schema(None),
        webview_allowed: connector.redirect().webview == WebviewRule::Allowed,
        redirect_note: connector.redirect().note.clone(),
        redirect_strategies: connector.redirect().strategies.clone(),
    })
}

pub(crate) async fn connector_check(
    _: &Context,
    request: ConnectorCheckRequest,
) -> Result<ConnectorCheckAnswer, Error> {
    Ok(ConnectorCheckAnswer {
        problems: Connector::check(&request.text),
    })
}

/// Makes a connector file of a Membrane export; writes nothing.
pub(crate) async fn connector_import(
    _: &Context,
    request: ConnectorImportRequest,
) -> Result<Imported, Error> {
    let files: Vec<(String, String)> = request
        .files
        .into_iter()
        .map(|file| (file.name, file.text))
        .collect();
    import(&files).map_err(|error| Error::new(Code::InvalidRequest, error.to_string()))
}

fn summary(connector: &Connector, own: bool) -> ConnectorSummary {
    let options = connector.options().into_iter().map(|option| Named {
        key: option.key,
        title: option.title,
    });
    let variants = connector.variants().into_iter().map(|variant| Named {
        key: variant.key,
        title: variant.title,
    });
    ConnectorSummary {
        key: connector.key().to_owned(),
        name: connector.name().to_owned(),
        version: connector.version().to_owned(),
        kind: connector.auth_kind(None),
        options: options.collect(),
        variants: variants.collect(),
        own,
        docs: connector.docs().to_owned(),
    }
}
