import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useSay } from '../i18n/index';
import { Button } from '../ui/index';

interface State {
  readonly message: string | null;
}

/** A part of the screen that broke leaves the others alive; the person gets a sentence and a way back. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode; readonly resetKey?: string }, State> {
  override state: State = { message: null };

  static getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    // The only place where the page writes to its console: the desk's log collects it from there.
    // biome-ignore lint/suspicious/noConsole: see above
    console.error('screen broke', error, info.componentStack);
  }

  override componentDidUpdate(before: { readonly resetKey?: string }): void {
    if (before.resetKey !== this.props.resetKey && this.state.message !== null) this.setState({ message: null });
  }

  override render(): ReactNode {
    return this.state.message === null ? (
      this.props.children
    ) : (
      <Broken message={this.state.message} onRetry={() => this.setState({ message: null })} />
    );
  }
}

function Broken({ message, onRetry }: { readonly message: string; readonly onRetry: () => void }): ReactNode {
  const say = useSay();
  return (
    <div className="state-box state-error broken" role="alert">
      <p className="state-title">{say('app.brokenTitle')}</p>
      <p className="state-text">{say('app.brokenText')}</p>
      <code className="broken-message">{message.slice(0, 300)}</code>
      <Button onPress={onRetry}>{say('app.brokenRetry')}</Button>
    </div>
  );
}
