//! Binding: loopback literals only, both address families, one port.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::TcpListener;

/// Why the API does not listen.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ApiError {
    /// Another program listens on the port.
    #[error(
        "Port {port} is taken by another program, so Patchbay's API and loopback redirects cannot listen there. \
         Stop that program, or choose another port with `--port`; redirect URIs change with it."
    )]
    PortTaken {
        /// The port that was asked for.
        port: u16,
    },
    /// The operating system refused for another reason.
    #[error("Patchbay's API cannot listen on port {port}: {source}. Choose another port with `--port`.")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// What the operating system said.
        source: std::io::Error,
    },
}

/// Listeners that are bound and do not answer yet.
#[derive(Debug)]
pub struct Bound {
    pub(crate) listeners: Vec<TcpListener>,
    pub(crate) port: u16,
}

impl Bound {
    /// Binds 127.0.0.1 and, where the machine has it, `[::1]`. Port 0 chooses a free one.
    ///
    /// # Errors
    /// The port is taken on either address: a squatter on the other one would get what is sent to `localhost`.
    pub async fn new(port: u16) -> Result<Self, ApiError> {
        let v4 = bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)), port).await?;
        let port = v4
            .local_addr()
            .map_err(|source| ApiError::Listen { port, source })?
            .port();
        let mut listeners = vec![v4];
        match bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port)), port).await {
            Ok(v6) => listeners.push(v6),
            Err(taken @ ApiError::PortTaken { .. }) => return Err(taken),
            Err(error) => tracing::debug!(%error, "no IPv6 loopback"),
        }
        Ok(Self { listeners, port })
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }
}

async fn bind(address: SocketAddr, port: u16) -> Result<TcpListener, ApiError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| match source.kind() {
            ErrorKind::AddrInUse => ApiError::PortTaken { port },
            _ => ApiError::Listen { port, source },
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_is_named() {
        let first = Bound::new(0).await.unwrap();
        let error = Bound::new(first.port()).await.unwrap_err();
        assert!(matches!(error, ApiError::PortTaken { port } if port == first.port()));
        assert!(error.to_string().contains("--port"));
    }
}
