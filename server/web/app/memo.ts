import { Component, type ComponentChild, type FunctionComponent, h } from 'preact';

/** A component that is drawn again only when one of its properties is another. */
export function memo<P extends object>(draw: (props: P) => ComponentChild): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const { props } = this;
      return (Object.keys(next) as (keyof P)[]).some((key) => next[key] !== props[key]);
    }
    override render(): ComponentChild {
      return draw(this.props);
    }
  }
  return (props: P) => h(Memo as never, props);
}
